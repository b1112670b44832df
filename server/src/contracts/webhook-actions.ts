import { z } from 'zod';
import { PING_TOPIC, TEST_TOPIC } from '../domain/rules/topic';
import { attemptViewSchema, deliveryViewSchema } from './delivery';
import { rotateSecretSchema } from './secret';
import { updateWebhookSchema, webhookViewSchema } from './webhook';

/** A webhook with its new secret, which is shown this once. */
export const webhookWithSecretSchema = webhookViewSchema.extend({
  secret: z.string(),
  /** `whsec_` and base64: what published Standard Webhooks verifiers take. */
  standardSecret: z.string(),
});
export type WebhookWithSecretView = z.infer<typeof webhookWithSecretSchema>;

/** An edit over HTTP. With `updatedAt` as it was read, an edit that somebody else made since is not lost. */
export const editWebhookSchema = updateWebhookSchema.extend({
  updatedAt: z.iso.datetime({ offset: true }).optional(),
});
export type EditWebhookInput = z.input<typeof editWebhookSchema>;

/** How a paused or disabled webhook goes on. */
export const resumeSchema = z.strictObject({
  /** What happens to the deliveries that were held. */
  held: z.enum(['deliver', 'discard']).default('deliver'),
});
export type ResumeInput = z.input<typeof resumeSchema>;

/** `trigger-test` waits for the answer; `ping` is queued like any delivery. */
export const triggerSchema = z.strictObject({
  topic: z.enum([TEST_TOPIC, PING_TOPIC]).default(TEST_TOPIC),
});
export type TriggerInput = z.input<typeof triggerSchema>;

export const triggerViewSchema = z.discriminatedUnion('topic', [
  z.strictObject({
    topic: z.literal(TEST_TOPIC),
    attempt: attemptViewSchema,
    /** What was sent; null for those who may not read payloads. */
    body: z.string().nullable(),
  }),
  z.strictObject({ topic: z.literal(PING_TOPIC), delivery: deliveryViewSchema }),
]);
export type TriggerView = z.infer<typeof triggerViewSchema>;

/** A new secret, or the end of the old ones. */
export const rotateSchema = z
  .strictObject({
    ...rotateSecretSchema.shape,
    overlapHours: rotateSecretSchema.shape.overlapHours.unwrap().optional(),
    /** Nothing new: the old secrets stop signing at once. */
    endPrevious: z.literal(true).optional(),
  })
  .refine(
    ({ endPrevious, secret, overlapHours }) =>
      endPrevious === undefined || (secret === undefined && overlapHours === undefined),
    { path: ['endPrevious'], message: 'must come alone: it makes no new secret' },
  );
export type RotateInput = z.input<typeof rotateSchema>;

/** Without a secret after `endPrevious`: nothing new was made. */
export const rotateViewSchema = z.union([webhookWithSecretSchema, webhookViewSchema]);
export type RotateView = z.infer<typeof rotateViewSchema>;
