import type { LeasedDelivery } from '../pipeline/work';
import { RESULT_BATCH } from './pacing';

/**
 * One webhook's share of this process: what waits here, what is on the wire, and how much may be.
 *
 * The limit starts low, grows by one per success and halves on failure, down to a single probe: a
 * dead receiver soon costs one slot and a healthy one quickly gets all it may have.
 */
export interface Lane {
  readonly inFlight: number;
  readonly queued: number;
  /** How many may be on the wire now. */
  readonly limit: number;
  setMaximum(maximum: number): void;
  /** How many more deliveries can start before their lease grows old. */
  capacity(): number;
  /** The last that came was scheduled, so that it is people's turn. */
  readonly manualFirst: boolean;
  enqueue(work: LeasedDelivery, leaseEndsAtMs: number): void;
  /** Takes the next delivery that can be started, or null. */
  start(): QueuedWork | null;
  /** Takes back everything that has not started. */
  drain(): LeasedDelivery[];
  finish(outcome: 'success' | 'failure' | 'interrupted', durationMs: number): void;
}

export interface QueuedWork {
  readonly work: LeasedDelivery;
  /** By the monotonic clock. */
  readonly leaseEndsAtMs: number;
}

const INITIAL_LIMIT = 2;
/** Work for about this long is fetched ahead, so that slots do not wait for the database. */
const FETCH_AHEAD_MS = 200;
/** An exchange begins when a batch of results waits: as much as that is still here then, to go on with. */
const MAX_QUEUED = 2 * RESULT_BATCH;
const MEMORY = 0.2;

/**
 * Makes a lane.
 *
 * @param maximum - the webhook's concurrency
 */
export const createLane = (maximum: number): Lane => {
  const queue: QueuedWork[] = [];
  let ceiling = maximum;
  let allowed = Math.min(INITIAL_LIMIT, maximum);
  let inFlight = 0;
  let usualMs: number | null = null;
  let healthy = true;
  let manualFirst = true;

  return {
    get inFlight() {
      return inFlight;
    },
    get queued() {
      return queue.length;
    },
    get limit() {
      return allowed;
    },
    setMaximum: (next) => {
      ceiling = next;
      allowed = Math.min(allowed, next);
    },
    capacity: () => {
      const ahead =
        usualMs === null || !healthy
          ? 0
          : Math.min(MAX_QUEUED, Math.floor((ceiling * FETCH_AHEAD_MS) / Math.max(usualMs, 1)));
      return Math.max(0, allowed - inFlight - queue.length + ahead);
    },
    get manualFirst() {
      return manualFirst;
    },
    enqueue: (work, leaseEndsAtMs) => {
      manualFirst = work.delivery.leaseTrigger !== 'manual';
      queue.push({ work, leaseEndsAtMs });
    },
    start: () => {
      if (inFlight >= allowed) return null;
      const next = queue.shift();
      if (next === undefined) return null;
      inFlight += 1;
      return next;
    },
    drain: () => queue.splice(0).map(({ work }) => work),
    finish: (outcome, durationMs) => {
      inFlight -= 1;
      if (outcome === 'interrupted') return;
      healthy = outcome === 'success';
      usualMs = usualMs === null ? durationMs : usualMs + MEMORY * (durationMs - usualMs);
      allowed = healthy ? Math.min(ceiling, allowed + 1) : Math.max(1, Math.floor(allowed / 2));
    },
  };
};
