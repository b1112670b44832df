import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeliveryState } from '../domain/delivery';
import type { DeliveryOwner } from '../domain/delivery-filter';
import type { WebhookId } from '../domain/ids';
import { beginsOf, inRows, type TimeBuckets } from '../domain/time-buckets';
import type { DurationCount, StateCounts, Stores } from './ports';

/** What happened in a span of time. */
export interface Numbers {
  readonly states: Record<DeliveryState, number>;
  attemptCount: number;
  /** Milliseconds, with how many attempts took so long; those that were interrupted are left out. */
  readonly durations: Map<number, number>;
}

export interface Stats {
  readonly totals: Numbers;
  /** Every bucket, oldest first. */
  readonly buckets: readonly { readonly atMs: number; readonly numbers: Numbers }[];
}

/** A driver that answers without yielding stops the whole process for as long as a query takes. */
const BUCKETS_PER_QUERY = 12;

/**
 * Reads how many deliveries there were in each bucket, by the time they were made, and how long attempts
 * took, by the time they began.
 *
 * @param stores - where to read
 * @param owners - the webhooks whose deliveries are counted
 * @param webhookId - the one webhook whose attempts are meant, or null for all
 * @param buckets - the spans of time
 */
export const readStats = async (
  stores: Stores,
  owners: readonly DeliveryOwner[],
  webhookId: WebhookId | null,
  buckets: TimeBuckets,
): Promise<Stats> => {
  const delivering = new Set(owners.filter(({ isDelivering }) => isDelivering).map(({ id }) => id));
  const ids = owners.map(({ id }) => id);
  const totals = nothing();
  const byInstant = new Map(beginsOf(buckets).map((atMs) => [atMs, nothing()]));
  for (const part of inRows(buckets, BUCKETS_PER_QUERY)) {
    for (const counts of await stores.reports.stateCounts(ids, part)) {
      const isDelivering = delivering.has(counts.webhookId);
      addStates(totals, counts, isDelivering);
      addStates(byInstant.get(counts.atMs), counts, isDelivering);
    }
    for (const count of await stores.reports.durations(webhookId, part)) {
      addDuration(totals, count);
      addDuration(byInstant.get(count.atMs), count);
    }
    await nextTurn();
  }
  return {
    totals,
    buckets: [...byInstant].map(([atMs, numbers]) => ({ atMs, numbers })),
  };
};

const nothing = (): Numbers => ({
  states: { pending: 0, held: 0, succeeded: 0, failed: 0, discarded: 0 },
  attemptCount: 0,
  durations: new Map(),
});

const addStates = (
  numbers: Numbers | undefined,
  { counts }: StateCounts,
  isDelivering: boolean,
): void => {
  if (numbers === undefined) return;
  const { states } = numbers;
  states[isDelivering ? 'pending' : 'held'] += counts.pending;
  states.succeeded += counts.succeeded;
  states.failed += counts.failed;
  states.discarded += counts.discarded;
};

const addDuration = (numbers: Numbers | undefined, { durationMs, count }: DurationCount): void => {
  if (numbers === undefined) return;
  numbers.attemptCount += count;
  if (durationMs === null) return;
  numbers.durations.set(durationMs, (numbers.durations.get(durationMs) ?? 0) + count);
};
