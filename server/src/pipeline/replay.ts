import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor } from '../domain/audit';
import type { Delivery } from '../domain/delivery';
import type { WebhookId } from '../domain/ids';
import type { Database, DeliveryConditions, DeliveryPosition, DeliverySearch } from './ports';

/** Rows per transaction: small enough that a save never notices. */
const BATCH = 200;

/**
 * Asks for one more attempt of many deliveries, the oldest first. What it marked is on record when it
 * ends half-way, and marking again what is marked changes nothing.
 *
 * @param database - where they are kept
 * @param conditions - which are meant; bound their creation, or new ones are marked as they come
 * @param limit - not more than this many
 * @param actor - who asks
 * @returns how many were marked that were not marked before
 */
export const replay = async (
  database: Database,
  conditions: DeliveryConditions,
  limit: number,
  actor: Actor,
): Promise<number> => {
  let requested = 0;
  let looked = 0;
  let after: DeliveryPosition | null = null;
  while (looked < limit) {
    const size = Math.min(BATCH, limit - looked);
    const from: DeliveryPosition | null = after;
    const { marked, found } = await database.transaction(async (stores) => {
      const page = await stores.deliveries.search({
        conditions,
        order: 'oldest-first',
        after: from,
        limit: size,
      });
      const ids = page.map(({ id }) => id);
      const nowMs = await stores.now();
      // With what it marks, so that none is marked without a trace.
      await stores.audit.record(
        countByWebhook(page).map(([webhookId, count]) => ({
          webhookId,
          action: 'replayed',
          actor,
          details: { count },
        })),
      );
      return { found: page, marked: await stores.deliveries.requestManualOfAll(ids, nowMs) };
    });
    requested += marked;
    looked += found.length;
    after = found.at(-1) ?? null;
    if (found.length < size || after === null) break;
    await nextTurn();
  }
  return requested;
};

/**
 * Counts what a replay has still to do, or somebody else has asked for.
 *
 * @param deliveries - where they are looked for
 * @param conditions - which are meant
 * @param limit - how many are looked at, the oldest first
 */
export const countOnTheWay = async (
  deliveries: DeliverySearch,
  conditions: DeliveryConditions,
  limit: number,
): Promise<number> => {
  let count = 0;
  let after: DeliveryPosition | null = null;
  for (let looked = 0; looked < limit; looked += BATCH) {
    const size = Math.min(BATCH, limit - looked);
    const found: Delivery[] = await deliveries.search({
      conditions,
      order: 'oldest-first',
      after,
      limit: size,
    });
    count += found.filter(({ manualAtMs }) => manualAtMs !== null).length;
    after = found.at(-1) ?? null;
    if (found.length < size) break;
  }
  return count;
};

const countByWebhook = (deliveries: readonly Delivery[]): (readonly [WebhookId, number])[] => {
  const counts = new Map<WebhookId, number>();
  for (const { webhookId } of deliveries) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
  return [...counts];
};
