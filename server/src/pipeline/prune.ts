import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DiscardReason } from '../domain/delivery';
import type { WebhookId } from '../domain/ids';
import { isDelivering } from '../domain/webhook';
import type { Database, EventPosition, SchedulePosition } from './ports';

/** Rows per transaction: small enough that a save never notices. */
const BATCH = 200;
/** Old events that a round may meet and must keep: the next round looks at those behind them. */
const KEPT_PER_ROUND = 50 * BATCH;
/** Deliveries that one statement counts. */
const COUNTED = 5_000;
const DAY_MS = 24 * 3600 * 1000;

export interface Retention {
  readonly days: number;
  readonly heldDays: number;
  readonly heldPerWebhook: number;
  readonly auditDays: number;
}

export interface PruneResult {
  readonly deliveries: number;
  readonly events: number;
  /** Deliveries given up because they were held too long or too many, or their webhook is gone. */
  readonly discarded: number;
  readonly auditEntries: number;
  /** Where the next round looks for events that nobody needs; null for the oldest ones. */
  readonly eventsAfter: EventPosition | null;
}

/**
 * Removes what is older than the retention, in small batches. Events with open deliveries stay, and
 * so does everything that may still be sent.
 *
 * @param database - the database
 * @param retention - how long and how much to keep
 * @param eventsAfter - where the round before ended its look at the events
 * @param stopped - asked between batches; true ends the work early
 * @returns how many rows went
 */
export const prune = async (
  database: Database,
  retention: Retention,
  eventsAfter: EventPosition | null,
  stopped: () => boolean,
): Promise<PruneResult> => {
  const discarded =
    (await discardDeleted(database, stopped)) + (await discardHeld(database, retention, stopped));
  const nowMs = await database.stores.now();
  const beforeMs = nowMs - retention.days * DAY_MS;
  const deliveries = await inBatches(stopped, () =>
    database.transaction(async (stores) => {
      const ids = await stores.deliveries.findFinished(beforeMs, BATCH);
      await stores.deliveries.delete(ids);
      return ids.length;
    }),
  );
  const events = await removeOrphans(database, { beforeMs, after: eventsAfter }, stopped);
  const auditBeforeMs = nowMs - retention.auditDays * DAY_MS;
  const auditEntries = await inBatches(stopped, () =>
    database.transaction(({ audit }) => audit.prune(auditBeforeMs, BATCH)),
  );
  return { deliveries, events: events.count, discarded, auditEntries, eventsAfter: events.next };
};

const inBatches = async (
  stopped: () => boolean,
  batch: (done: number) => Promise<number>,
  most = Number.POSITIVE_INFINITY,
): Promise<number> => {
  let all = 0;
  while (!stopped() && all < most) {
    const count = await batch(all);
    all += count;
    if (count < BATCH) break;
    await nextTurn();
  }
  return all;
};

/** Those that have to stay are looked at again and again, so each round looks at some of them only. */
const removeOrphans = async (
  database: Database,
  { beforeMs, after }: { readonly beforeMs: number; readonly after: EventPosition | null },
  stopped: () => boolean,
): Promise<{ count: number; next: EventPosition | null }> => {
  let count = 0;
  let next = after;
  for (let kept = 0; kept < KEPT_PER_ROUND && !stopped();) {
    const found = await database.stores.events.findOrphans({ beforeMs, after: next, limit: BATCH });
    const { ids } = found;
    if (ids.length > 0) await database.transaction(({ events }) => events.delete(ids));
    count += ids.length;
    kept += BATCH - ids.length;
    next = found.next;
    if (next === null) break;
    await nextTurn();
  }
  return { count, next };
};

const discard = (
  database: Database,
  webhookId: WebhookId,
  reason: DiscardReason,
  beforeMs: number | null,
  limit: number,
): Promise<number> =>
  database.transaction(async (stores) =>
    stores.deliveries.discardOpen(webhookId, reason, {
      beforeMs,
      limit,
      nowMs: await stores.now(),
    }),
  );

const discardDeleted = async (database: Database, stopped: () => boolean): Promise<number> => {
  let all = 0;
  for (const id of await database.stores.registry.listDeleted()) {
    all += await inBatches(stopped, () => discard(database, id, 'webhook_deleted', null, BATCH));
  }
  return all;
};

const discardHeld = async (
  database: Database,
  retention: Retention,
  stopped: () => boolean,
): Promise<number> => {
  const { stores } = database;
  const beforeMs = (await stores.now()) - retention.heldDays * DAY_MS;
  const held = (await stores.registry.list()).filter((webhook) => !isDelivering(webhook));
  let all = 0;
  for (const { id } of held) {
    all += await inBatches(stopped, () => discard(database, id, 'held_too_long', beforeMs, BATCH));
    all += await discardSurplus(database, id, retention.heldPerWebhook, stopped);
  }
  return all;
};

/** How many more deliveries than `most` a webhook holds; of a great many, that there are many. */
const surplusOf = async (
  { stores }: Database,
  id: WebhookId,
  most: number,
  stopped: () => boolean,
): Promise<number> => {
  let count = 0;
  let after: SchedulePosition | null = null;
  do {
    const counted = await stores.deliveries.countOpen(id, { after, limit: COUNTED });
    count += counted.count;
    after = counted.next;
    await nextTurn();
  } while (after !== null && count < most + COUNTED && !stopped());
  return count - most;
};

const discardSurplus = async (
  database: Database,
  id: WebhookId,
  most: number,
  stopped: () => boolean,
): Promise<number> => {
  let all = 0;
  for (let mayBeMore = true; mayBeMore;) {
    const surplus = await surplusOf(database, id, most, stopped);
    if (surplus <= 0) break;
    const discarded = await inBatches(
      stopped,
      (done) => discard(database, id, 'held_too_many', null, Math.min(BATCH, surplus - done)),
      surplus,
    );
    all += discarded;
    mayBeMore = discarded === surplus && surplus >= COUNTED;
  }
  return all;
};
