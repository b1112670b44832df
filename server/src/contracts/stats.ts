import { z } from 'zod';
import { webhookIdSchema } from './storable';

/** Which numbers are meant. */
export const statsQuerySchema = z.strictObject({
  webhookId: webhookIdSchema.optional(),
  /** From this instant on; 24 hours ago unless given. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  bucket: z.enum(['minute', 'hour', 'day']).default('hour'),
});
export type StatsQuery = z.input<typeof statsQuerySchema>;

const counts = {
  pending: z.int(),
  held: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  discarded: z.int(),
};

const latency = z.strictObject({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable();

/** Deliveries by state and the latency of attempts, over time. */
export const statsViewSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  bucket: z.enum(['minute', 'hour', 'day']),
  totals: z.strictObject({ ...counts, attempts: z.int(), latencyMs: latency }),
  /** Every bucket of the range, also the empty ones, oldest first. */
  buckets: z.array(
    z.strictObject({ at: z.string(), ...counts, attempts: z.int(), latencyMs: latency }),
  ),
});
export type StatsView = z.infer<typeof statsViewSchema>;
