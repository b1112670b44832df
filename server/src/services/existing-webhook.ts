import { isWebhookId, type WebhookId } from '../domain/ids';
import { managerOf } from '../domain/webhook';
import { PluginError } from '../errors/plugin-error';
import type { Stores, WebhookWithSecret } from '../pipeline/ports';

/** @throws PluginError `webhook_not_found` for what cannot be an id */
export const knownWebhookId = (id: number): WebhookId => {
  if (!isWebhookId(id)) throw webhookNotFound(id);
  return id;
};

/** @throws PluginError `webhook_not_found` */
export const existingWebhook = async (stores: Stores, id: WebhookId): Promise<WebhookWithSecret> =>
  found(await stores.registry.find(id), id);

/**
 * A webhook that nobody else changes until the transaction ends.
 *
 * @throws PluginError `webhook_not_found`
 */
export const lockedWebhook = async (stores: Stores, id: WebhookId): Promise<WebhookWithSecret> =>
  found(await stores.registry.findLocked(id), id);

/**
 * The same for a change that the settings would undo at the next boot.
 *
 * @throws PluginError `webhook_not_found`, `webhook_managed`
 */
export const editableWebhook = async (
  stores: Stores,
  id: WebhookId,
): Promise<WebhookWithSecret> => {
  const webhook = await lockedWebhook(stores, id);
  if (managerOf(webhook) === 'config') {
    throw new PluginError('webhook_managed', { detail: `its key there is "${webhook.key}"` });
  }
  return webhook;
};

export const webhookNotFound = (id: number): PluginError =>
  new PluginError('webhook_not_found', { detail: String(id) });

const found = (webhook: WebhookWithSecret | null, id: WebhookId): WebhookWithSecret => {
  if (webhook === null) throw webhookNotFound(id);
  return webhook;
};
