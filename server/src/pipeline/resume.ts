import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WebhookId } from '../domain/ids';
import type { Database } from './ports';

const BATCH = 500;

/**
 * Discards what a webhook holds, up to this moment. Call it while the webhook is not active yet:
 * should it end half-way, the rest is still held and it can be called again.
 *
 * @param database - the database
 * @param webhookId - the webhook
 * @returns how many deliveries were discarded
 */
export const discardHeld = async (database: Database, webhookId: WebhookId): Promise<number> => {
  const beforeMs = (await database.stores.now()) + 1;
  let all = 0;
  for (;;) {
    const count = await database.transaction(async (stores) =>
      stores.deliveries.discardOpen(webhookId, 'discarded_on_resume', {
        beforeMs,
        limit: BATCH,
        nowMs: await stores.now(),
      }),
    );
    all += count;
    if (count < BATCH) return all;
    await nextTurn();
  }
};
