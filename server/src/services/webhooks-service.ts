import type { AttemptView, DeliveryView } from '../contracts/delivery';
import type { RotateSecretInput, SecretView } from '../contracts/secret';
import type { CreateWebhookInput, UpdateWebhookInput, WebhookView } from '../contracts/webhook';
import type { WebhookStatus } from '../domain/webhook';
import type { WebhookHealth } from './webhook-health';
import type { WebhookSearch, WebhookSearchResult } from './webhook-search';

/** A new webhook with its secret, which is shown this once. */
export interface CreatedWebhook {
  readonly webhook: WebhookView;
  readonly secret: string;
}

export interface UpdateOptions {
  /** The `updatedAt` that the caller read; an edit that somebody else made since is then not lost. */
  readonly expectedUpdatedAt?: string | undefined;
}

/** A webhook after its secret was replaced. */
export interface RotatedSecret {
  readonly webhook: WebhookView;
  readonly secret: SecretView;
}

/** The webhooks as a script manages them: `strapi.plugin('durable-webhooks').service('webhooks')`. */
export interface WebhooksService {
  /**
   * Registers a receiver. When it is active it is pinged, without waiting for the answer.
   *
   * @returns the webhook, and its secret (the one given, or a new one)
   * @throws PluginError `webhook_invalid` with every wrong field; `limit_exceeded` when only limits of the settings speak against it
   * @example
   * ```ts
   * await webhooks.create({ topics: ['entry.publish'], deliveryUrl: 'https://example.com/hook' });
   * ```
   */
  create(input: CreateWebhookInput): Promise<CreatedWebhook>;
  /**
   * Changes what is given and leaves the rest. Setting `status: 'active'` delivers what was held; a
   * `secret` replaces the old ones at once.
   *
   * @throws PluginError `webhook_not_found`, `webhook_invalid`, `webhook_managed`; `webhook_conflict` when it is not as `expectedUpdatedAt` says
   */
  update(id: number, changes: UpdateWebhookInput, options?: UpdateOptions): Promise<WebhookView>;
  /**
   * Removes a webhook and discards its open deliveries; its log stays until the retention ends.
   *
   * @throws PluginError `webhook_not_found`, `webhook_managed`
   */
  delete(id: number): Promise<void>;
  /** @throws PluginError `webhook_not_found` */
  find(id: number): Promise<WebhookView>;
  /** Newest first. */
  list(): Promise<WebhookView[]>;
  /**
   * A page of those that are meant.
   *
   * @throws PluginError `query_invalid`
   */
  search(search?: WebhookSearch): Promise<WebhookSearchResult>;
  countByStatus(): Promise<Record<WebhookStatus, number>>;
  /** How every webhook has been doing. */
  health(): Promise<WebhookHealth[]>;
  /**
   * Stops delivering and holds what comes. It returns when no process starts another scheduled attempt of it:
   * at once when nothing of it is open, else after a second. What is on the wire by then ends by itself.
   *
   * @throws PluginError `webhook_not_found`
   */
  pause(id: number): Promise<WebhookView>;
  /**
   * Delivers again.
   *
   * @param held - what happens to the deliveries that were held
   * @throws PluginError `webhook_not_found`
   */
  resume(id: number, held: 'deliver' | 'discard'): Promise<WebhookView>;
  /**
   * Sends a test and waits for the answer. It never counts as a failure.
   *
   * @returns the attempt, and the body that was sent
   * @throws PluginError `webhook_not_found`
   */
  triggerTest(id: number): Promise<AttemptView & { readonly body: string }>;
  /**
   * Sends the ping again, as a delivery like any other: it waits while the webhook is not active.
   *
   * @throws PluginError `webhook_not_found`
   */
  ping(id: number): Promise<DeliveryView>;
  /**
   * Replaces the secret. Until `overlapHours` have passed (24 unless given, 0 for none) the old one signs too:
   * Standard Webhooks carries both signatures, WooCommerce's format has room for the new one alone.
   *
   * @throws PluginError `webhook_not_found`, `webhook_invalid`, `webhook_managed`
   */
  rotateSecret(id: number, input?: RotateSecretInput): Promise<RotatedSecret>;
  /**
   * Ends the old secrets before their time.
   *
   * @throws PluginError `webhook_not_found`
   */
  endPreviousSecrets(id: number): Promise<WebhookView>;
  /**
   * Shows the secrets. Who asked is on record in the log.
   *
   * @param actor - who asks
   * @throws PluginError `webhook_not_found`, `secret_unreadable`
   */
  revealSecret(id: number, actor?: string): Promise<SecretView>;
}
