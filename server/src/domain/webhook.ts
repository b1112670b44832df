import type { WebhookId } from './ids';

export const WEBHOOK_STATUSES = ['active', 'paused', 'disabled'] as const;
/** `active` delivers, `paused` was stopped by a person, `disabled` by its own failures. */
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

export const SIGNATURE_FORMATS = ['woocommerce', 'standard-webhooks'] as const;
export type SignatureFormat = (typeof SIGNATURE_FORMATS)[number];

export const ORDERINGS = ['none', 'document'] as const;
/** `none` sends side by side. With `document`, deliveries of one document go out one after the other. */
export type Ordering = (typeof ORDERINGS)[number];

export const DISABLED_REASONS = ['consecutive_failures', 'gone'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

export const PAUSED_REASONS = ['person', 'removed_from_config'] as const;
/** `removed_from_config`: it is no longer among the settings' `hooks`. */
export type PausedReason = (typeof PAUSED_REASONS)[number];

export const MANAGERS = ['api', 'config'] as const;
/** Who may change a webhook: whoever calls the services, or the settings alone. */
export type Manager = (typeof MANAGERS)[number];

/** A header of a webhook; a sensitive one is encrypted at rest and masked wherever it is shown. */
export interface WebhookHeader {
  readonly name: string;
  readonly value: string;
  readonly sensitive: boolean;
}

/** What a webhook may set differently from the settings; an absent field follows the settings. */
export interface DeliveryOptions {
  /** Seconds before each retry; an empty list is WooCommerce's single try. */
  readonly retrySchedule?: readonly number[] | undefined;
  readonly timeoutMs?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly maxConsecutiveFailures?: number | undefined;
  readonly signatureFormats?: readonly SignatureFormat[] | undefined;
  /** No setting stands behind it: absent is `none`. */
  readonly ordering?: Ordering | undefined;
}

/** What capture and fan-out need to know of a webhook. */
export interface Subscription {
  readonly webhookId: WebhookId;
  /** Exact topics, `resource.*` or `*`. */
  readonly topics: readonly string[];
  /** Content type uids; `null` is all of them. */
  readonly contentTypes: readonly string[] | null;
}

/** What people see of a webhook; the secret is never part of it. */
export interface Webhook {
  readonly id: WebhookId;
  /** Its name among the settings' `hooks`; it stays when it is removed there. Null for all others. */
  readonly key: string | null;
  /** The status that the settings gave it last; null where it is not in the settings. */
  readonly declaredStatus: Exclude<WebhookStatus, 'disabled'> | null;
  readonly name: string;
  readonly status: WebhookStatus;
  readonly topics: readonly string[];
  readonly contentTypes: readonly string[] | null;
  readonly deliveryUrl: string;
  readonly headers: readonly WebhookHeader[];
  readonly options: DeliveryOptions;
  /** Null unless it is paused. */
  readonly pausedReason: PausedReason | null;
  /** Failed deliveries in a row; a success sets it to 0. */
  readonly failureCount: number;
  readonly disabledReason: DisabledReason | null;
  /** The failure in words, for people. */
  readonly disabledMessage: string | null;
  readonly disabledAtMs: number | null;
  /** The receiver asked (`Retry-After`) for silence until then. */
  readonly notBeforeMs: number | null;
  readonly createdAtMs: number;
  /** Moves with every edit and with nothing else, delivery bookkeeping least of all. */
  readonly updatedAtMs: number;
}

/**
 * Tells whether open deliveries of a webhook are sent. While they are not, people see them as held.
 *
 * @param webhook - its status, and why a secret of it cannot be read: nothing is ever sent unsigned
 */
export const isDelivering = (webhook: {
  readonly status: WebhookStatus;
  readonly secretFault: string | null;
}): boolean => webhook.status === 'active' && webhook.secretFault === null;

/**
 * Says who may change a webhook.
 *
 * @param webhook - the webhook
 */
export const managerOf = (webhook: Pick<Webhook, 'declaredStatus'>): Manager =>
  webhook.declaredStatus === null ? 'api' : 'config';
