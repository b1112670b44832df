import type { DeliveryState } from '../domain/delivery';
import { isDelivering } from '../domain/webhook';
import { beginsOf, bucketsOf } from '../domain/time-buckets';
import type { Stores } from '../pipeline/ports';
import { shownState } from './views';

/** How a webhook has been doing, for a list. */
export interface WebhookHealth {
  webhookId: number;
  /** Deliveries that wait, or are held. */
  openCount: number;
  /** There are more than `openCount` says: nobody counts a million rows for a list. */
  openCountIsCapped: boolean;
  /** Deliveries that wait, or are held, and have failed before. */
  retryingCount: number;
  /** There may be more: only the oldest 1,000 that are open are looked at. */
  retryingCountIsCapped: boolean;
  /** The newest one, pings and tests included. */
  lastDelivery: {
    id: string;
    topic: string;
    /** When the delivery was made. */
    at: string;
    /** When its last attempt began; null before that, and when the attempt was cut off. */
    attemptedAt: string | null;
    state: DeliveryState;
    statusCode: number | null;
    /** Of its last attempt; null before that, and when the attempt was cut off. */
    durationMs: number | null;
    error: string | null;
  } | null;
  /** What became of the deliveries that were made in each of 24 hours; the last one is the current hour. */
  last24h: { at: string; succeeded: number; failed: number }[];
}

const MAX_OPEN_COUNT = 10_000;
const RETRYING_SAMPLE = 1_000;
const HOUR_MS = 3600 * 1000;
const HOURS = 24;

/**
 * Reads how every webhook has been doing, in a few queries that do not take longer in a longer log.
 *
 * @param stores - where to read
 * @returns one for each webhook, newest first
 */
export const readHealth = async (stores: Stores): Promise<WebhookHealth[]> => {
  const webhooks = await stores.registry.list();
  const ids = webhooks.map(({ id }) => id);
  const nowMs = await stores.now();
  const hours = bucketsOf(nowMs - (HOURS - 1) * HOUR_MS, nowMs + 1, HOUR_MS);
  const open = await stores.reports.openCounts(ids, MAX_OPEN_COUNT + 1);
  const retrying = await stores.reports.retryingCounts(ids, RETRYING_SAMPLE);
  const latest = await stores.reports.latest(ids);
  const attempts = await stores.reports.lastAttempts(latest.map(({ id }) => id));
  const counts = await stores.reports.stateCounts(ids, hours);

  const lastOf = new Map(latest.map((delivery) => [delivery.webhookId, delivery]));
  const countsOf = new Map(counts.map((one) => [`${one.webhookId} ${one.atMs}`, one.counts]));
  return webhooks.map((webhook) => {
    const { id } = webhook;
    const openCount = open.get(id) ?? 0;
    const last = lastOf.get(id);
    const attempt = last === undefined ? undefined : attempts.get(last.id);
    return {
      webhookId: id,
      openCount: Math.min(openCount, MAX_OPEN_COUNT),
      openCountIsCapped: openCount > MAX_OPEN_COUNT,
      retryingCount: retrying.get(id) ?? 0,
      retryingCountIsCapped: openCount > RETRYING_SAMPLE,
      lastDelivery:
        last === undefined
          ? null
          : {
              id: last.id,
              topic: last.topic,
              at: new Date(last.createdAtMs).toISOString(),
              attemptedAt:
                attempt === undefined ? null : new Date(attempt.startedAtMs).toISOString(),
              state: shownState(last, isDelivering(webhook)),
              statusCode: last.lastStatusCode,
              durationMs: attempt?.durationMs ?? null,
              error: last.lastError,
            },
      last24h: beginsOf(hours).map((atMs) => {
        const { succeeded = 0, failed = 0 } = countsOf.get(`${id} ${atMs}`) ?? {};
        return { at: new Date(atMs).toISOString(), succeeded, failed };
      }),
    };
  });
};
