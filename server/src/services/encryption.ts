import type { EncryptionView, ReencryptResult } from '../contracts/encryption';
import type { Actor } from '../domain/audit';
import type { Database, Log } from '../pipeline/ports';

/** How secrets are kept: `strapi.plugin('durable-webhooks').service('encryption')`. */
export interface EncryptionService {
  /** Which key encrypts, and which webhooks it has not encrypted yet. */
  status(): Promise<EncryptionView>;
  /**
   * Encrypts the secrets, sensitive headers and URLs of every webhook with the newest key. Call it once every
   * process knows that key, and before the old one is removed. It can be called again: what is done is left
   * alone, and a call that was cut off is finished by the next one.
   *
   * @throws PluginError `encryption_required`
   */
  reencrypt(): Promise<ReencryptResult>;
}

export interface EncryptionDeps {
  readonly database: Database;
  /** What the settings came to. */
  readonly encryption: Pick<EncryptionView, 'keyId' | 'source' | 'advice' | 'canSave'>;
  readonly log: Log;
  /** Who is behind what happens now. */
  readonly actor: () => Actor;
}

/**
 * Makes the service.
 *
 * @param deps - the database, and the keys there are
 */
export const createEncryptionService = ({
  database,
  encryption,
  log,
  actor,
}: EncryptionDeps): EncryptionService => ({
  status: async () => {
    const { registry } = database.stores;
    const unreadable = (await registry.list()).filter(({ secretFault }) => secretFault !== null);
    return {
      ...encryption,
      outdatedWebhookIds: await registry.listOutdated(),
      unreadableWebhookIds: unreadable.map(({ id }) => id).sort((one, other) => one - other),
    };
  },

  reencrypt: async () => {
    const reencryptedWebhookIds: number[] = [];
    const unreadableWebhookIds: number[] = [];
    // One by one: whoever saves a webhook meanwhile waits for one at most.
    for (const id of await database.stores.registry.listOutdated()) {
      const outcome = await database.transaction(async ({ registry, audit }) => {
        const resealed = await registry.reseal(id);
        if (resealed === 'resealed') {
          const details = { keyId: encryption.keyId };
          await audit.record([{ webhookId: id, action: 'reencrypted', actor: actor(), details }]);
        }
        return resealed;
      });
      if (outcome === 'resealed') reencryptedWebhookIds.push(id);
      if (outcome === 'unreadable') unreadableWebhookIds.push(id);
    }
    const { keyId } = encryption;
    log.info(`${reencryptedWebhookIds.length} webhooks were encrypted with the key "${keyId}"`);
    return { keyId, reencryptedWebhookIds, unreadableWebhookIds };
  },
});
