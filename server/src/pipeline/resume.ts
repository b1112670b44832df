import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WebhookId } from '../domain/ids';
import type { Database } from './ports';

const BATCH = 500;

/**
 * Discards what a webhook holds, up to this moment. An active webhook holds nothing: what waits there waits
 * for its next attempt, and is left alone. Should it end half-way, the rest is still held and it can be called again.
 *
 * @param database - the database
 * @param webhookId - the webhook
 * @returns how many deliveries were discarded
 */
export const discardHeld = async (database: Database, webhookId: WebhookId): Promise<number> => {
  const beforeMs = (await database.stores.now()) + 1;
  let all = 0;
  for (;;) {
    const count = await database.transaction(async (stores) => {
      // Somebody else may have resumed it meanwhile.
      const webhook = await stores.registry.findLocked(webhookId);
      if (webhook === null || webhook.status === 'active') return 0;
      return stores.deliveries.discardOpen(webhookId, 'discarded_on_resume', {
        beforeMs,
        limit: BATCH,
        nowMs: await stores.now(),
      });
    });
    all += count;
    if (count < BATCH) return all;
    await nextTurn();
  }
};
