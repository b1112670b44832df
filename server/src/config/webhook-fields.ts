import { z } from 'zod';
import { deliveryUrlFault } from '../domain/delivery-url';
import { WEBHOOK_LIMITS } from '../domain/rules/webhook-limits';
import { secretFault } from '../domain/secret';
import { nulFault, oneLineFault } from '../domain/storable-text';
import { ORDERINGS, SIGNATURE_FORMATS } from '../domain/webhook';

/** Seconds before each retry, wherever a schedule may be set. */
export const retryScheduleSchema = z
  .array(z.number().min(0).max(WEBHOOK_LIMITS.maxRetryDelaySeconds))
  .max(WEBHOOK_LIMITS.maxRetries);

export const signatureFormatsSchema = z
  .array(z.enum(SIGNATURE_FORMATS))
  .min(1)
  .refine((formats) => new Set(formats).size === formats.length, 'must not repeat a format');

const limited = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.int().min(min).max(max);

export const timeoutMsSchema = limited(WEBHOOK_LIMITS.timeoutMs);
export const concurrencySchema = limited(WEBHOOK_LIMITS.concurrency);
export const failureLimitSchema = limited(WEBHOOK_LIMITS.maxConsecutiveFailures);

const MAX_TOPICS = 200;
const MAX_CONTENT_TYPES = 500;

/** Says so in plain words when a field is missing that nothing can stand in for. */
const REQUIRED = {
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? 'is required' : undefined,
};

const withoutFault = (faultOf: (value: string) => string | null) =>
  z.string(REQUIRED).superRefine((value, context) => {
    const message = faultOf(value);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

/** What people may set of a webhook, over the services and in the settings' `hooks`. */
export const webhookFields = {
  name: withoutFault((name) => nulFault(name) ?? oneLineFault(name.trim()))
    .trim()
    .min(1)
    .max(255),
  topics: z.array(z.string().min(1).max(120), REQUIRED).min(1).max(MAX_TOPICS),
  contentTypes: z.union(
    [z.literal('*'), z.array(z.string().min(1).max(255)).max(MAX_CONTENT_TYPES)],
    { error: 'must be "*" or a list of content type uids' },
  ),
  deliveryUrl: withoutFault((url) => nulFault(url) ?? deliveryUrlFault(url)),
  headers: z.record(z.string(), z.string()),
  sensitiveHeaders: z.array(z.string()),
  secret: withoutFault(secretFault),
  status: z.enum(['active', 'paused']),
  retrySchedule: retryScheduleSchema.nullable(),
  timeoutMs: timeoutMsSchema.nullable(),
  concurrency: concurrencySchema.nullable(),
  maxConsecutiveFailures: failureLimitSchema.nullable(),
  signatureFormats: signatureFormatsSchema.nullable(),
  ordering: z.enum(ORDERINGS),
};
