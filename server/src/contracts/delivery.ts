import { z } from 'zod';
import { ATTEMPT_ERROR_CODES, ATTEMPT_OUTCOMES } from '../domain/attempt';
import { ATTEMPT_TRIGGERS, DELIVERY_STATES, DISCARD_REASONS } from '../domain/delivery';
import { DELIVERY_LIMITS } from '../domain/rules/delivery-limits';
import { storableText, webhookIdSchema } from './storable';

/** One HTTP try, as it is shown. */
export const attemptViewSchema = z.strictObject({
  number: z.int(),
  trigger: z.enum(ATTEMPT_TRIGGERS),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  startedAt: z.string(),
  durationMs: z.number(),
  request: z
    .strictObject({
      method: z.literal('POST'),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
    })
    .nullable(),
  response: z
    .strictObject({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      /** Null for those who may not read payloads. */
      body: z.string().nullable(),
      bodyTruncated: z.boolean(),
    })
    .nullable(),
  error: z.strictObject({ code: z.enum(ATTEMPT_ERROR_CODES), message: z.string() }).nullable(),
  late: z.boolean(),
});
export type AttemptView = z.infer<typeof attemptViewSchema>;

/** One event on its way to one webhook, as it is shown. */
export const deliveryViewSchema = z.strictObject({
  id: z.string(),
  eventId: z.string(),
  webhookId: z.int(),
  /** Also of a webhook that has been deleted since. */
  webhookName: z.string().nullable(),
  topic: z.string(),
  uid: z.string().nullable(),
  documentId: z.string().nullable(),
  locale: z.string().nullable(),
  state: z.enum(DELIVERY_STATES),
  sequence: z.int(),
  attemptCount: z.int(),
  /** When the next attempt is due; null when none is, one is under way, or an earlier delivery comes first. */
  nextAttemptAt: z.string().nullable(),
  inFlight: z.boolean(),
  /** Its webhook keeps the order of each document, and an earlier delivery of this one is still open. */
  waitsForEarlier: z.boolean(),
  lastStatusCode: z.int().nullable(),
  lastError: z.string().nullable(),
  discardReason: z.enum(DISCARD_REASONS).nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliveryViewSchema>;

/** A delivery with the body that is sent and every attempt so far. */
export const deliveryDetailSchema = deliveryViewSchema.extend({
  body: z.string().nullable(),
  attempts: z.array(attemptViewSchema),
});
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;

const instant = z.iso.datetime({ offset: true });
const { statusCode: CODE } = DELIVERY_LIMITS;

/** Which deliveries are meant; every given condition must hold. */
export const deliveryFiltersSchema = z
  .strictObject({
    webhookId: webhookIdSchema,
    state: z.array(z.enum(DELIVERY_STATES)).min(1),
    topic: z.array(storableText().min(1).max(120)).min(1).max(50),
    uid: z.array(storableText().min(1).max(255)).min(1).max(50),
    documentId: storableText().min(1).max(255),
    locale: storableText().min(1).max(35),
    /** The status code of the last response. */
    statusCode: z
      .array(z.int().min(CODE.min).max(CODE.max))
      .min(1)
      .max(DELIVERY_LIMITS.statusCodes),
    createdFrom: instant,
    createdTo: instant,
    /** Looked for in the last error and in the ids of delivery, event and document. */
    text: storableText().min(1).max(200),
  })
  .partial();
export type DeliveryFilters = z.output<typeof deliveryFiltersSchema>;

/** A page of deliveries, newest first. */
export const deliveryQuerySchema = z.strictObject({
  filters: deliveryFiltersSchema.default({}),
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(100).optional(),
  limit: z.int().min(1).max(100).default(25),
});
export type DeliveryQuery = z.input<typeof deliveryQuerySchema>;

export interface DeliveryPage {
  readonly deliveries: readonly DeliveryView[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Many deliveries sent again; pings and tests only where the filter of topics names them. */
export const replaySchema = z.strictObject({
  filters: deliveryFiltersSchema,
  /** Only count. */
  dryRun: z.boolean().default(false),
  /** Not more than this many, oldest first; beyond the setting `limits.replay` it is refused. */
  limit: z.int().min(1).optional(),
});
export type ReplayInput = z.input<typeof replaySchema>;

export const replayResultSchema = z.strictObject({
  dryRun: z.boolean(),
  /** How many deliveries the filters describe. */
  matched: z.int(),
  /** How many were marked to be sent again; 0 in a dry run. */
  requested: z.int(),
  /** How many at most. */
  limit: z.int(),
  /** How many of the oldest `limit` that match were asked for by a person, and have not ended yet. */
  onTheWay: z.int(),
});
export type ReplayResult = z.infer<typeof replayResultSchema>;
