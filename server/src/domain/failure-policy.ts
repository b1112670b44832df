import type { AttemptOutcome } from './attempt';
import type { Delivery, StoredDeliveryState } from './delivery';
import { nextRetryDelayMs } from './rules/retry-schedule';
import { GONE } from './response-verdict';
import type { DisabledReason, WebhookStatus } from './webhook';

/**
 * What follows from an attempt. Pure: the pipeline records the attempt, asks here, and applies the answer.
 *
 * - A success ends the delivery and sets the webhook's failure count to 0.
 * - A failed scheduled attempt moves along the schedule; at its end the delivery has failed.
 * - A manual attempt, when it fails, changes nothing: the state stays and a pending schedule goes on.
 * - An interrupted attempt is nobody's failure: the delivery is due again at once, then later and later, but not for ever.
 * - Failed deliveries in a row disable the webhook; failures that were on the wire together count once.
 * - 410 disables the webhook at once.
 */

/**
 * A delivery that takes its process down this often is given up. Most of those that are interrupted have done nothing:
 * they were there when it died, and a process can die again and again for hours.
 */
export const MAX_INTERRUPTIONS = 16;

/** From this interruption on, the next try waits, twice as long each time, so that a crash loop does not spin. */
const PATIENT_FROM_INTERRUPTION = 3;
const MAX_INTERRUPTION_DELAY_MS = 3_600_000;

/** The receiver's side of the policy, after the webhook's own options were applied. */
export interface FailurePolicy {
  readonly retrySchedule: readonly number[];
  readonly jitter: number;
  /** How long a claim holds, in milliseconds: what a delivery waits for after its third interruption. */
  readonly leaseMs: number;
  readonly maxConsecutiveFailures: number;
  /** False for pings and tests, which never count. */
  readonly counts: boolean;
}

/** One attempt as the policy sees it. */
export interface SettledAttempt {
  readonly outcome: AttemptOutcome;
  readonly startedAtMs: number;
  readonly statusCode: number | null;
  /** What the receiver asked for, already clamped; null for nothing. */
  readonly retryAfterMs: number | null;
  /** In a few words, for the list and for the reason of disabling. */
  readonly summary: string;
}

export interface DeliveryDecision {
  readonly state: StoredDeliveryState;
  readonly failedAttemptCount: number;
  readonly interruptedCount: number;
  readonly dueAtMs: number | null;
  readonly manualAtMs: number | null;
  readonly finishedAtMs: number | null;
}

/**
 * Decides what an attempt means for its delivery.
 *
 * @param delivery - the delivery with the lease that the attempt was made under
 * @param attempt - what happened
 * @param policy - the webhook's rules
 * @param surroundings - `nowMs` by the database's clock; `random` for the jitter, 0 ≤ x \< 1
 * @returns the delivery's next state
 */
export const decideDelivery = (
  delivery: Delivery,
  attempt: SettledAttempt,
  policy: FailurePolicy,
  { nowMs, random }: { nowMs: number; random: number },
): DeliveryDecision => {
  const manual = delivery.leaseTrigger === 'manual';
  const unchanged = {
    state: delivery.state,
    failedAttemptCount: delivery.failedAttemptCount,
    interruptedCount: delivery.interruptedCount,
    dueAtMs: delivery.dueAtMs,
    manualAtMs: manual ? null : delivery.manualAtMs,
    finishedAtMs: delivery.finishedAtMs,
  };
  switch (attempt.outcome) {
    case 'success':
      return { ...unchanged, state: 'succeeded', dueAtMs: null, finishedAtMs: nowMs };
    case 'failure': {
      if (manual) return settleUnscheduled(unchanged, nowMs);
      const failedAttemptCount = delivery.failedAttemptCount + 1;
      const delayMs = nextRetryDelayMs(
        policy.retrySchedule,
        failedAttemptCount,
        policy.jitter,
        random,
      );
      if (delayMs === null) {
        return {
          ...unchanged,
          failedAttemptCount,
          state: 'failed',
          dueAtMs: null,
          finishedAtMs: nowMs,
        };
      }
      const dueAtMs = nowMs + Math.max(delayMs, attempt.retryAfterMs ?? 0);
      return { ...unchanged, failedAttemptCount, dueAtMs };
    }
    case 'interrupted':
      return decideInterrupted(delivery, unchanged, policy.leaseMs, nowMs);
  }
};

/** A test has no schedule behind it: when its only attempt fails, it has failed. */
const settleUnscheduled = (decision: DeliveryDecision, nowMs: number): DeliveryDecision =>
  decision.state === 'pending' && decision.dueAtMs === null
    ? { ...decision, state: 'failed', finishedAtMs: nowMs }
    : decision;

const decideInterrupted = (
  delivery: Delivery,
  unchanged: DeliveryDecision,
  leaseMs: number,
  nowMs: number,
): DeliveryDecision => {
  const interruptedCount = delivery.interruptedCount + 1;
  if (delivery.leaseTrigger === 'manual') {
    return settleUnscheduled({ ...unchanged, interruptedCount }, nowMs);
  }
  if (interruptedCount >= MAX_INTERRUPTIONS) {
    return { ...unchanged, interruptedCount, state: 'failed', dueAtMs: null, finishedAtMs: nowMs };
  }
  const doublings = interruptedCount - PATIENT_FROM_INTERRUPTION;
  const delayMs = doublings < 0 ? 0 : Math.min(MAX_INTERRUPTION_DELAY_MS, leaseMs * 2 ** doublings);
  return { ...unchanged, interruptedCount, dueAtMs: nowMs + delayMs };
};

/** A webhook's bookkeeping between two attempts. */
export interface HealthState {
  readonly status: WebhookStatus;
  readonly failureCount: number;
  readonly lastFailureAtMs: number | null;
  readonly notBeforeMs: number | null;
  readonly disable: { readonly reason: DisabledReason; readonly message: string } | null;
}

/**
 * Decides what an attempt means for its webhook.
 *
 * @param health - the webhook before this attempt
 * @param delivery - the delivery with the lease that the attempt was made under
 * @param attempt - what happened
 * @param decision - what {@link decideDelivery} said
 * @param policy - the webhook's rules
 * @param nowMs - by the database's clock
 * @returns the webhook after it; the same object when nothing changed
 */
export const decideHealth = (
  health: HealthState,
  delivery: Delivery,
  attempt: SettledAttempt,
  decision: DeliveryDecision,
  policy: FailurePolicy,
  nowMs: number,
): HealthState => {
  if (attempt.outcome === 'interrupted') return health;
  const notBeforeMs =
    attempt.outcome === 'failure' && attempt.retryAfterMs !== null
      ? Math.max(health.notBeforeMs ?? 0, nowMs + attempt.retryAfterMs)
      : health.notBeforeMs;
  const waiting = notBeforeMs === health.notBeforeMs ? health : { ...health, notBeforeMs };
  if (!policy.counts || delivery.leaseTrigger === 'manual') return waiting;
  if (attempt.outcome === 'success') {
    return waiting.failureCount === 0 ? waiting : { ...waiting, failureCount: 0 };
  }
  const disabling = waiting.status === 'active' && waiting.disable === null;
  if (attempt.statusCode === GONE && disabling) {
    return {
      ...waiting,
      disable: { reason: 'gone', message: 'The receiver answered 410 Gone' },
    };
  }
  const onTheWireTogether =
    waiting.lastFailureAtMs !== null && attempt.startedAtMs <= waiting.lastFailureAtMs;
  if (decision.state !== 'failed' || onTheWireTogether) return waiting;
  const failureCount = waiting.failureCount + 1;
  const reached = disabling && failureCount >= policy.maxConsecutiveFailures;
  return {
    ...waiting,
    failureCount,
    lastFailureAtMs: nowMs,
    disable: reached
      ? {
          reason: 'consecutive_failures',
          message: `${failuresInWords(failureCount)}; the last one: ${attempt.summary}`,
        }
      : waiting.disable,
  };
};

const failuresInWords = (count: number): string =>
  count === 1 ? '1 delivery failed' : `${count} deliveries in a row failed`;
