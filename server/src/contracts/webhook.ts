import { z } from 'zod';
import { webhookFields } from '../config/webhook-fields';
import {
  DISABLED_REASONS,
  MANAGERS,
  ORDERINGS,
  PAUSED_REASONS,
  SIGNATURE_FORMATS,
  WEBHOOK_STATUSES,
} from '../domain/webhook';

/** What a new webhook is made of; everything but the topics and the URL has a default. */
export const createWebhookSchema = z
  .strictObject(webhookFields)
  .partial()
  .extend({ topics: webhookFields.topics, deliveryUrl: webhookFields.deliveryUrl });
export type CreateWebhookInput = z.input<typeof createWebhookSchema>;

/** What an edit may change; absent fields stay, `null` goes back to the settings. */
export const updateWebhookSchema = z.strictObject(webhookFields).partial();
export type UpdateWebhookInput = z.input<typeof updateWebhookSchema>;

/** A webhook as people see it: no secret, sensitive header values masked. */
export const webhookViewSchema = z.strictObject({
  id: z.int(),
  /** Its key among the settings' `hooks`; null for a webhook that was made over a service. */
  key: z.string().nullable(),
  /** Webhooks that are managed by `config` are read-only here, but for pausing and resuming. */
  managedBy: z.enum(MANAGERS),
  name: z.string(),
  status: z.enum(WEBHOOK_STATUSES),
  topics: z.array(z.string()),
  contentTypes: z.union([z.literal('*'), z.array(z.string())]),
  deliveryUrl: z.string(),
  headers: z.record(z.string(), z.string()),
  sensitiveHeaders: z.array(z.string()),
  retrySchedule: z.array(z.number()).nullable(),
  timeoutMs: z.int().nullable(),
  concurrency: z.int().nullable(),
  maxConsecutiveFailures: z.int().nullable(),
  signatureFormats: z.array(z.enum(SIGNATURE_FORMATS)).nullable(),
  ordering: z.enum(ORDERINGS),
  /** Null unless it is paused. */
  pausedReason: z.enum(PAUSED_REASONS).nullable(),
  failureCount: z.int(),
  disabledReason: z.enum(DISABLED_REASONS).nullable(),
  disabledMessage: z.string().nullable(),
  disabledAt: z.string().nullable(),
  /** Why its secret or a header cannot be read; null when all is well. */
  secretFault: z.string().nullable(),
  /** Until when a replaced secret signs too; null when none does. */
  previousSecretExpiresAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type WebhookView = z.infer<typeof webhookViewSchema>;
