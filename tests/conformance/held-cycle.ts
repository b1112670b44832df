import type { Knex } from 'knex';
import { createKnexStores, type StoreContext } from '../../server/src/adapters/database';
import type { Event } from '../../server/src/domain/event';
import { deliveryIdOf, type WebhookId } from '../../server/src/domain/ids';
import type { NewDelivery } from '../../server/src/pipeline/ports';
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
export const holdCycle = async (
  knex: Knex,
  context: StoreContext,
  webhookId: WebhookId,
): Promise<() => Promise<void>> => {
  const cycle = await knex.transaction(context.dialect.transactionConfig);
  const { audit, deliveries, events, webhooks } = createKnexStores(cycle, context);
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
  return async () => {
    await cycle.rollback();
  };
};
