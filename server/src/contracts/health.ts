import { z } from 'zod';
import { DELIVERY_STATES } from '../domain/delivery';

/** How a webhook has been doing, for a list. */
export const webhookHealthSchema = z.strictObject({
  webhookId: z.int(),
  /** Deliveries that wait, or are held. */
  openCount: z.int(),
  /** There are more than `openCount` says. */
  openCountIsCapped: z.boolean(),
  /** Deliveries that wait, or are held, and have failed before. */
  retryingCount: z.int(),
  /** There may be more: only the oldest 1,000 that are open are looked at. */
  retryingCountIsCapped: z.boolean(),
  /** The newest one, pings and tests included. */
  lastDelivery: z
    .strictObject({
      id: z.string(),
      /** `ping` and `trigger-test` are the plugin's own. */
      topic: z.string(),
      /** When the delivery was made. */
      at: z.string(),
      /** When its last attempt began, also one by hand; null before that, and when the attempt was cut off. */
      attemptedAt: z.string().nullable(),
      state: z.enum(DELIVERY_STATES),
      statusCode: z.int().nullable(),
      /** Of its last attempt; null before that, and when the attempt was cut off. */
      durationMs: z.number().nullable(),
      error: z.string().nullable(),
    })
    .nullable(),
  /** What became of the deliveries that were made in each of 24 hours; the last one is the current hour. */
  last24h: z.array(z.strictObject({ at: z.string(), succeeded: z.int(), failed: z.int() })),
});
export type WebhookHealthView = z.infer<typeof webhookHealthSchema>;
