import type { AttemptTrigger } from '../domain/delivery';
import type { DeliveryId } from '../domain/ids';
import type { LeasedDelivery } from '../pipeline/work';
import { createCircuitBreaker } from './circuit-breaker';
import { RESULT_BATCH } from './pacing';

/**
 * One webhook's share of this process: what waits here, what is on the wire, and how much may be.
 *
 * The limit starts low, grows by one per success and halves on failure, down to a single probe: a
 * dead receiver soon costs one slot and a healthy one quickly gets all it may have. A circuit breaker
 * lets the schedule rest between probes; what people ask for does not wait for it.
 */
export interface Lane {
  readonly inFlight: number;
  readonly queued: number;
  /** How many may be on the wire now. */
  readonly limit: number;
  /** How long its receiver takes lately, in milliseconds; `Infinity` while it has not been heard of. */
  readonly usualMs: number;
  /** When its rest ends, by the monotonic clock; null while it does not rest. */
  readonly restEndsAtMs: number | null;
  /**
   * Follows the webhook's settings.
   *
   * @param maximum - its concurrency
   * @param updatedAtMs - when it was edited last; an edit ends a rest
   */
  follow(maximum: number, updatedAtMs: number): void;
  /**
   * Ends a rest that is over; until then nothing of the schedule is wanted.
   *
   * @param leftShare - how much of it may be left, from 0 to 1
   */
  endRest(nowMs: number, leftShare?: number): void;
  /** How many more deliveries can start before their lease grows old. */
  capacity(): number;
  /** The last that came was scheduled, so that it is people's turn. */
  readonly manualFirst: boolean;
  enqueue(work: LeasedDelivery, leaseEndsAtMs: number): void;
  /** Takes the next delivery that can be started, or null. */
  start(): QueuedWork | null;
  /** Takes back everything that has not started, or what of it has this trigger. */
  drain(trigger?: AttemptTrigger): DeliveryId[];
  /**
   * Frees the place of an attempt.
   *
   * @param durationMs - what it took
   * @param atMs - when it ended, by the monotonic clock
   */
  finish(outcome: 'success' | 'failure' | 'interrupted', durationMs: number, atMs: number): void;
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
  const breaker = createCircuitBreaker();
  let queue: QueuedWork[] = [];
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
    get usualMs() {
      return usualMs ?? Infinity;
    },
    get restEndsAtMs() {
      return breaker.restEndsAtMs;
    },
    follow: (next, updatedAtMs) => {
      ceiling = next;
      allowed = Math.min(allowed, next);
      breaker.follow(updatedAtMs);
    },
    endRest: breaker.endRest,
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
    drain: (trigger) => {
      const isMeant = ({ work }: QueuedWork): boolean =>
        trigger === undefined || work.delivery.leaseTrigger === trigger;
      const taken = queue.filter(isMeant);
      queue = queue.filter((queued) => !isMeant(queued));
      return taken.map(({ work }) => work.delivery.id);
    },
    finish: (outcome, durationMs, atMs) => {
      inFlight -= 1;
      breaker.record(outcome, { durationMs, atMs });
      if (outcome === 'interrupted') return;
      healthy = outcome === 'success';
      usualMs = usualMs === null ? durationMs : usualMs + MEMORY * (durationMs - usualMs);
      if (healthy) allowed = Math.min(ceiling, allowed + 1);
      else allowed = breaker.restEndsAtMs === null ? Math.max(1, Math.floor(allowed / 2)) : 1;
    },
  };
};
