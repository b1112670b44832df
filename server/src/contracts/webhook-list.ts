import { z } from 'zod';
import { WEBHOOK_STATUSES } from '../domain/webhook';
import { pageOf, pageRequestSchema } from './envelope';
import { storableText } from './storable';
import { webhookViewSchema } from './webhook';

export const WEBHOOK_SORT_FIELDS = ['id', 'name', 'status', 'createdAt', 'updatedAt'] as const;
export type WebhookSortField = (typeof WEBHOOK_SORT_FIELDS)[number];
export type WebhookSort = `${WebhookSortField}:${'asc' | 'desc'}`;

const SORT = new RegExp(`^(${WEBHOOK_SORT_FIELDS.join('|')})(:(asc|desc|ASC|DESC))?$`);

/** `name`, `name:asc` or, as Strapi's own lists write it, `name:ASC`. */
export const webhookSortSchema = z
  .string()
  .regex(SORT, `must be one of ${WEBHOOK_SORT_FIELDS.join(', ')}, with :asc or :desc`)
  .transform((text): WebhookSort => {
    const [name, direction = 'asc'] = text.split(':');
    const field = WEBHOOK_SORT_FIELDS.find((known) => known === name) ?? 'id';
    return `${field}:${direction.toLowerCase() === 'desc' ? 'desc' : 'asc'}`;
  });

/** Which webhooks are meant; every given condition must hold. */
export const webhookFiltersSchema = z
  .strictObject({
    status: z.array(z.enum(WEBHOOK_STATUSES)).min(1),
    /** Those that get events of this topic, also by a pattern. */
    topic: storableText().min(1).max(120),
    /** Those that get events of this content type, also those that get all. */
    contentType: storableText().min(1).max(255),
  })
  .partial();

/** A page of webhooks, newest first unless sorted. */
export const webhookListQuerySchema = z.strictObject({
  filters: webhookFiltersSchema.default({}),
  /** Looked for in the name, in the URL's host and path, and in the id. */
  _q: storableText().min(1).max(200).optional(),
  sort: webhookSortSchema.optional(),
  pagination: pageRequestSchema,
});
export type WebhookListQuery = z.input<typeof webhookListQuerySchema>;

export const webhookListAnswerSchema = pageOf(webhookViewSchema);
export type WebhookListAnswer = z.infer<typeof webhookListAnswerSchema>;

/** How many webhooks there are. */
export const webhookCountSchema = z.strictObject({
  total: z.int(),
  active: z.int(),
  paused: z.int(),
  disabled: z.int(),
});
export type WebhookCount = z.infer<typeof webhookCountSchema>;
