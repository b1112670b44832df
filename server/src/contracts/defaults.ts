import { z } from 'zod';
import { SIGNATURE_FORMATS } from '../domain/webhook';

/** What holds for a webhook where it says nothing of its own, as this project's settings have it. */
export const defaultsViewSchema = z.strictObject({
  /** Seconds before each retry. */
  retrySchedule: z.array(z.number()),
  timeoutMs: z.number(),
  /** Requests at once. */
  concurrency: z.int(),
  maxConsecutiveFailures: z.int(),
  signatureFormats: z.array(z.enum(SIGNATURE_FORMATS)),
  /** The most that a webhook may ask for. */
  limits: z.strictObject({ timeoutMs: z.number(), headers: z.int() }),
});
export type DefaultsView = z.infer<typeof defaultsViewSchema>;
