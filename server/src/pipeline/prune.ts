import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DiscardReason } from '../domain/delivery';
import type { WebhookId } from '../domain/ids';
import { isDelivering } from '../domain/webhook';
import type { Database } from './ports';

/** Rows per transaction: small enough that a save never notices. */
const BATCH = 200;
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
}

/**
 * Removes what is older than the retention, in small batches. Events with open deliveries stay, and
 * so does everything that may still be sent.
 *
 * @param database - the database
 * @param retention - how long and how much to keep
 * @param stopped - asked between batches; true ends the work early
 * @returns how many rows went
 */
export const prune = async (
  database: Database,
  retention: Retention,
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
  const events = await inBatches(stopped, () =>
    database.transaction(async (stores) => {
      const ids = await stores.events.findOrphans(beforeMs, BATCH);
      await stores.events.delete(ids);
      return ids.length;
    }),
  );
  const auditBeforeMs = nowMs - retention.auditDays * DAY_MS;
  const auditEntries = await inBatches(stopped, () =>
    database.transaction(({ audit }) => audit.prune(auditBeforeMs, BATCH)),
  );
  return { deliveries, events, discarded, auditEntries };
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
    const surplus = (await stores.deliveries.countOpen(id)) - retention.heldPerWebhook;
    if (surplus <= 0) continue;
    all += await inBatches(
      stopped,
      (done) => discard(database, id, 'held_too_many', null, Math.min(BATCH, surplus - done)),
      surplus,
    );
  }
  return all;
};
