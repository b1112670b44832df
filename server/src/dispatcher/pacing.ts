/**
 * Enough results for one transaction. While it records them, what a lane has fetched ahead goes on: a kill can repeat
 * as many attempts as lanes hold and have on the wire, and this many more.
 */
export const RESULT_BATCH = 200;

const MIN_PATIENCE_MS = 20;
const MAX_PATIENCE_MS = 200;
/** While there is work to go on with, at most about a tenth of the time goes into exchanges. */
const PATIENCE_PER_EXCHANGE = 10;

/**
 * How long results and new events may wait for company while every webhook has work to go on with, in milliseconds. A
 * commit costs about the same whatever is in it: 0.1 ms on one disk, 10 ms on another.
 *
 * @param exchangeMs - what the last exchange took, once it had its connection
 */
export const patienceMsAfter = (exchangeMs: number): number =>
  Math.min(MAX_PATIENCE_MS, Math.max(MIN_PATIENCE_MS, exchangeMs * PATIENCE_PER_EXCHANGE));

/** What decides when the next exchange is due; all times by the monotonic clock, in milliseconds. */
export interface Pace {
  readonly nowMs: number;
  /** When a retry or the safety net is due. */
  readonly wakeAtMs: number;
  /** Somebody nudged or announced events, or leases wait to be given back. */
  readonly asked: boolean;
  readonly resultCount: number;
  readonly oldestResultAtMs: number | null;
  /** How many attempts are likely to end while results are patient. */
  readonly expectedResults: number;
  /** How long results and events may wait for company. */
  readonly patienceMs: number;
  /** Events wait for their fan-out until lanes have room again; null when none do. */
  readonly eventsWaitSinceMs: number | null;
  /** A webhook at work has room and nothing to do. */
  readonly runningDry: boolean;
  /** How many more deliveries the roomiest lane takes. */
  readonly room: number;
  /** A webhook has room and nothing to do, and more of its own is known to wait in the table. */
  readonly starving: boolean;
  /** When was asked what is known of the webhooks, while attempts wait for a connection; null while none does. */
  readonly knownSinceMs: number | null;
}

/** Tells whether the next exchange is due now. */
export const isExchangeDue = (pace: Pace): boolean => {
  if (pace.asked || pace.starving || pace.nowMs >= pace.wakeAtMs) return true;
  if (pace.nowMs >= Math.min(eventsDueAtMs(pace), askingDueAtMs(pace))) return true;
  if (pace.oldestResultAtMs === null) return false;
  return (
    pace.resultCount >= RESULT_BATCH ||
    pace.expectedResults < 1 ||
    pace.nowMs - pace.oldestResultAtMs >= pace.patienceMs
  );
};

/**
 * Tells whether results can wait while events that were just announced go first, whose requests somebody waits for. In a
 * burst they cannot: there a commit less is worth more.
 */
export const canResultsWait = (pace: Pace): boolean =>
  pace.eventsWaitSinceMs === null &&
  pace.resultCount < RESULT_BATCH &&
  pace.nowMs - (pace.oldestResultAtMs ?? pace.nowMs) < 2 * pace.patienceMs;

/** How long until an exchange is due if nothing happens, in milliseconds. */
export const msUntilExchange = (pace: Pace): number => {
  const patienceEndsAtMs =
    pace.oldestResultAtMs === null ? Infinity : pace.oldestResultAtMs + pace.patienceMs;
  const dueAtMs = Math.min(
    pace.wakeAtMs,
    patienceEndsAtMs,
    eventsDueAtMs(pace),
    askingDueAtMs(pace),
  );
  return Math.max(0, dueAtMs - pace.nowMs);
};

/** Before it is too old to send by. */
const ASK_AFTER_MS = 500;

const askingDueAtMs = ({ knownSinceMs }: Pace): number =>
  knownSinceMs === null ? Infinity : knownSinceMs + ASK_AFTER_MS;

/** Rows that another instance holds locked look due: do not spin on them. */
const MIN_SLEEP_MS = 25;

/**
 * How long the loop may sleep after an exchange, in milliseconds: until something is due, or the safety net.
 *
 * @param outcome - the database's clock, when something is due by it, and whether another instance was fanning out
 * @param pollIntervalMs - the safety net
 */
export const msUntilDue = (
  { nowMs, nextDueAtMs, fanOutIsBusy }: Outcome,
  pollIntervalMs: number,
): number => {
  if (fanOutIsBusy) return Math.min(pollIntervalMs, MIN_SLEEP_MS);
  return nextDueAtMs === null
    ? pollIntervalMs
    : Math.min(pollIntervalMs, Math.max(MIN_SLEEP_MS, nextDueAtMs - nowMs));
};

interface Outcome {
  readonly nowMs: number;
  readonly nextDueAtMs: number | null;
  readonly fanOutIsBusy: boolean;
}

/** What is fanned out while every lane is full has to be claimed later, at the cost of one more update; a whole batch is worth an exchange. */
const eventsDueAtMs = ({ eventsWaitSinceMs, runningDry, room, patienceMs }: Pace): number => {
  if (eventsWaitSinceMs === null) return Infinity;
  const isWorthIt = runningDry || room >= RESULT_BATCH;
  return isWorthIt ? eventsWaitSinceMs : eventsWaitSinceMs + patienceMs;
};

const MAX_BACKOFF_MS = 2_000;

/**
 * How long to wait after the exchange failed so many times in a row, in milliseconds.
 *
 * @param failures - at least 1
 */
export const backoffMsAfter = (failures: number): number =>
  Math.min(MAX_BACKOFF_MS, 50 * 2 ** Math.min(failures, 10));
