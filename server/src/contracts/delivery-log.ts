import { z } from 'zod';
import { cursorPageOf, cursorRequestSchema } from './envelope';
import { deliveryDetailSchema, deliveryFiltersSchema, deliveryViewSchema } from './delivery';

/** A page of deliveries, newest first, over HTTP. */
export const deliveryListQuerySchema = z.strictObject({
  filters: deliveryFiltersSchema.default({}),
  pagination: cursorRequestSchema,
});
export type DeliveryListQuery = z.input<typeof deliveryListQuerySchema>;

/** The same for one webhook, which the path names. */
export const webhookDeliveryListQuerySchema = z.strictObject({
  filters: deliveryFiltersSchema.omit({ webhookId: true }).default({}),
  pagination: cursorRequestSchema,
});
export type WebhookDeliveryListQuery = z.input<typeof webhookDeliveryListQuerySchema>;

export const deliveryListAnswerSchema = cursorPageOf(deliveryViewSchema);
export type DeliveryListAnswer = z.infer<typeof deliveryListAnswerSchema>;

/** One delivery over HTTP; bodies are null for those who may not read payloads. */
export const deliveryReadViewSchema = deliveryDetailSchema.extend({ payloadsHidden: z.boolean() });
export type DeliveryReadView = z.infer<typeof deliveryReadViewSchema>;
