import type { Knex } from 'knex';
import { createKnexDatabase, type StoreContext } from '../../server/src/adapters/database';
import type { Event } from '../../server/src/domain/event';
import { deliveryIdOf, type WebhookId } from '../../server/src/domain/ids';
import type { NewDelivery, Stores } from '../../server/src/pipeline/ports';
import { aNewDelivery, anEvent, NOW } from './fixture';

const EVER = Number.MAX_SAFE_INTEGER;
const LEASE = { owner: 'cycle', untilMs: EVER, trigger: 'scheduled' } as const;

/**
 * Does all that fanning out, claiming, discarding and pruning write and lock, in one transaction of ours, and leaves it
 * open.
 *
 * @param knex - a pool of its own
 * @param context - of the stores
 * @param webhookId - whose deliveries
 * @returns rolls it back
 */
export const holdCycle = (
  knex: Knex,
  context: StoreContext,
  webhookId: WebhookId,
): Promise<() => Promise<void>> =>
  new Promise((resolve, reject) => {
    const cycle = createKnexDatabase(knex, context).transaction(async (stores) => {
      await doAll(stores, webhookId);
      await new Promise<void>((letGo) => {
        resolve(async () => {
          letGo();
          await expect(cycle).rejects.toThrow(SECOND_THOUGHTS);
        });
      });
      throw new Error(SECOND_THOUGHTS);
    });
    cycle.catch(reject);
  });

const SECOND_THOUGHTS = 'it is rolled back';

const doAll = async (
  { audit, deliveries, events, webhooks }: Stores,
  webhookId: WebhookId,
): Promise<void> => {
  const [claimed, discarded, orphan] = [anEvent(), anEvent(), anEvent()];
  const deliveryOf = ({ id: eventId }: Event): NewDelivery =>
    aNewDelivery(webhookId, { id: deliveryIdOf(eventId, webhookId), eventId });
  await events.insert([claimed, discarded, orphan]);
  await events.lockFanOut();
  await events.lockPending(100);
  await webhooks.takeSequence(webhookId, 2);
  await deliveries.insert([deliveryOf(claimed), deliveryOf(discarded)]);
  await events.markFannedOut([claimed.id, discarded.id, orphan.id]);
  await deliveries.lockDue([{ webhookId, limit: 100 }], EVER);
  await deliveries.lease([deliveryIdOf(claimed.id, webhookId)], LEASE);
  await deliveries.discardOpen(webhookId, 'held_too_long', {
    beforeMs: EVER,
    limit: 100,
    nowMs: NOW,
  });
  await deliveries.delete(await deliveries.findFinished(EVER, 100));
  const { ids } = await events.findOrphans({ beforeMs: EVER, after: null, limit: 100 });
  await events.delete(ids);
  await audit.prune(EVER, 100);
};
