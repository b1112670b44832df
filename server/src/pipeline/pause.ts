import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookId } from '../domain/ids';
import type { Database, Surroundings, WebhookDirectory, WebhookSnapshot } from './ports';

/** Attempts are started from what was known of the webhooks this long ago at most. */
const FRESH_MS = 800;
/** For a request that was signed and is about to be written. */
const STARTING_MS = 200;

/** So many short questions in a row are not answered late because this process stood still: the database is slow. */
const MOST_QUESTIONS = 3;

/**
 * Whether a process may start attempts from its snapshot, or must ask again first. Without this, work that was
 * claimed before a pause could start long after it.
 *
 * @param snapshot - what it knows
 * @param nowMs - by the monotonic clock
 */
export const isSnapshotFresh = ({ askedAtMs }: WebhookSnapshot, nowMs: number): boolean =>
  nowMs - askedAtMs <= FRESH_MS;

/**
 * Asks for the webhooks alone, after an exchange that took too long for what it was told to be news still.
 *
 * @param directory - where to ask
 * @param surroundings - the clock
 * @returns a fresh snapshot; or, after so many late answers, the last of them as if it were: a database so slow must not
 *   stop all deliveries, and it makes the pause wait as long
 */
export const askAgain = async (
  directory: WebhookDirectory,
  { monotonicNow }: Pick<Surroundings, 'monotonicNow'>,
): Promise<WebhookSnapshot> => {
  for (let questions = 1; ; questions += 1) {
    const snapshot = await directory.current();
    if (isSnapshotFresh(snapshot, monotonicNow())) return snapshot;
    if (questions === MOST_QUESTIONS) return { ...snapshot, askedAtMs: monotonicNow() };
  }
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
