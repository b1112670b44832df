import type { DeliveryOwner } from '../../domain/delivery-filter';
import type { WebhookId } from '../../domain/ids';
import type { PreviousSecret } from '../../domain/secret-rotation';
import type {
  DeliveryOptions,
  PausedReason,
  WebhookHeader,
  WebhookStatus,
} from '../../domain/webhook';
import type { WebhookWithSecret } from './webhook-store';

/** A webhook as it is first saved. Secrets and sensitive header values arrive in clear and are encrypted by the store. */
export interface NewWebhook {
  readonly name: string;
  readonly status: Exclude<WebhookStatus, 'disabled'>;
  readonly topics: readonly string[];
  readonly contentTypes: readonly string[] | null;
  readonly deliveryUrl: string;
  readonly headers: readonly WebhookHeader[];
  readonly options: DeliveryOptions;
  readonly secret: string;
  /** Its name among the settings' `hooks`, which then declare its status too; absent for all others. */
  readonly key?: string;
  /** The id of core's webhook that it takes over. */
  readonly coreId?: string;
}

/** What an edit changes; absent fields stay as they are. */
export interface WebhookChanges {
  readonly name?: string;
  readonly topics?: readonly string[];
  readonly contentTypes?: readonly string[] | null;
  readonly deliveryUrl?: string;
  readonly headers?: readonly WebhookHeader[];
  readonly options?: DeliveryOptions;
  /** Replaces all secrets at once. */
  readonly secret?: string;
  readonly status?: WebhookStatus;
  /** Why `status` becomes `paused`; a person's wish unless given. */
  readonly pausedReason?: PausedReason;
  /** What the settings say of its status now; null when they do not name it any more. */
  readonly declaredStatus?: Exclude<WebhookStatus, 'disabled'> | null;
}

/** The webhooks as people manage them. Every write bumps the revision that other instances watch. */
export interface WebhookRegistry {
  create(webhook: NewWebhook): Promise<WebhookId>;
  /**
   * Applies an edit. A status that becomes `active` sets the failure count to 0 and forgets the reason of disabling.
   *
   * @returns false when the webhook does not exist
   */
  update(id: WebhookId, changes: WebhookChanges): Promise<boolean>;
  /** Replaces the secrets; an edit like any other. False when the webhook does not exist. */
  replaceSecrets(
    id: WebhookId,
    secrets: { readonly current?: string; readonly previous: readonly PreviousSecret[] },
  ): Promise<boolean>;
  /** Webhooks of which something was not sealed with the newest key. */
  listOutdated(): Promise<WebhookId[]>;
  /**
   * Seals all that is secret of a webhook with the newest key; no edit. What cannot be read stays as it is.
   *
   * @returns `current` when there was nothing to do
   */
  reseal(id: WebhookId): Promise<'resealed' | 'current' | 'unreadable'>;
  /** Deletes previous secrets whose time is over; no edit, since they do not sign any more. Returns of how many webhooks. */
  forgetExpiredSecrets(nowMs: number): Promise<number>;
  /** Takes the webhook out of every list; its log stays until retention. False when it does not exist. */
  delete(id: WebhookId): Promise<boolean>;
  find(id: WebhookId): Promise<WebhookWithSecret | null>;
  /** The same, and nobody else changes it until the transaction ends. */
  findLocked(id: WebhookId): Promise<WebhookWithSecret | null>;
  /** Newest first. */
  list(): Promise<WebhookWithSecret[]>;
  countByStatus(): Promise<Record<WebhookStatus, number>>;
  /** Every webhook that has deliveries or may get some, also deleted ones. */
  listOwners(): Promise<DeliveryOwner[]>;
  /** One that there is or was; null when there never was one. */
  findOwner(id: WebhookId): Promise<DeliveryOwner | null>;
  /** Webhooks that are deleted but may still have open deliveries. */
  listDeleted(): Promise<WebhookId[]>;
  /** Notes that the first ping was sent; false when it was noted before (by anyone). */
  markPinged(id: WebhookId): Promise<boolean>;
  /** Keeps every other instance from comparing the settings with the webhooks until the transaction ends. */
  lockDeclarations(): Promise<void>;
  /** The webhooks that were imported from core, by core's id. */
  importedFromCore(): Promise<Map<string, WebhookId>>;
  /** A number that changes when an import turned some of core's webhooks off. */
  coreRevision(): Promise<number>;
  bumpCoreRevision(): Promise<void>;
}
