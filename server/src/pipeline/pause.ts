import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookId } from '../domain/ids';
import type { Database } from './ports';

/** Attempts are started from what was known of the webhooks this long ago at most. */
const FRESH_MS = 800;
/** For a request that was signed and is about to be written. */
const STARTING_MS = 200;

/**
 * Whether a process may start attempts from its snapshot, or must ask again first. Without this, work that was
 * claimed before a pause could start long after it.
 *
 * @param at - when the exchange that read the snapshot began and ended, by the monotonic clock
 * @param nowMs - by the same clock
 */
export const isSnapshotFresh = (
  { askedMs, knownMs }: { readonly askedMs: number; readonly knownMs: number },
  nowMs: number,
): boolean => {
  // A database so slow that its answers are never fresh must not stop all deliveries.
  const sinceMs = knownMs - askedMs > FRESH_MS / 2 ? knownMs : askedMs;
  return nowMs - sinceMs <= FRESH_MS;
};

/**
 * Waits until no process starts an attempt of a webhook that was paused. Call it after the pause is saved.
 *
 * @param database - the database
 * @param webhookId - the webhook
 * @returns after a second at most; at once when nothing of it is open, so that nothing can start
 */
export const awaitPaused = async (database: Database, webhookId: WebhookId): Promise<void> => {
  const open = await database.stores.reports.openCounts([webhookId], 1);
  if ((open.get(webhookId) ?? 0) > 0) await sleep(FRESH_MS + STARTING_MS);
};
