import type { DeliveryId } from '../domain/ids';
import type { WaitingResult } from './attempts';
import { canResultsWait, RESULT_BATCH, type Pace } from './pacing';

/** What there is to do when an exchange begins. */
export interface Situation {
  readonly pace: Pace;
  /** False at the end: others may go on to announce, and results have to be on record before it is over. */
  readonly claiming: boolean;
  /** A commit said that there are events. */
  readonly announced: boolean;
  /** Somebody said that something is due. */
  readonly nudged: boolean;
  /** A look was due when the exchange was asked for. */
  readonly wasLookDue: boolean;
  /** Something of what is known to wait in the table has room now. */
  readonly isMoreLikely: boolean;
  readonly results: readonly WaitingResult[];
  readonly releases: readonly DeliveryId[];
}

/** What one exchange does. */
export interface ExchangePlan {
  /** By the monotonic clock. */
  readonly madeAtMs: number;
  readonly recorded: readonly WaitingResult[];
  readonly released: readonly DeliveryId[];
  readonly looksForEvents: boolean;
  readonly looksForDue: boolean;
  /** A retry, the end of a rest or a webhook's backlog is due. */
  readonly isLookDue: boolean;
  /** What else is due comes in an exchange of its own, right after this one. */
  readonly newsFirst: boolean;
}

/**
 * Decides what the next exchange does.
 *
 * - New events go first, alone, while results can wait: somebody waits for their requests.
 * - It looks for what is due when somebody says so, when its time has come, or when a result makes room for more.
 * - It looks for events when it is told of some, when some wait, and along with what is due.
 *
 * @param situation - what there is to do
 */
export const planExchange = ({
  pace,
  claiming,
  announced,
  nudged,
  wasLookDue,
  isMoreLikely,
  results,
  releases,
}: Situation): ExchangePlan => {
  const isLookDue = wasLookDue || pace.starving || pace.nowMs >= pace.wakeAtMs;
  const newsFirst =
    claiming && announced && !nudged && releases.length === 0 && canResultsWait(pace);
  const recorded = newsFirst ? [] : results.slice(0, RESULT_BATCH);
  const isResultWorthALook = recorded.some(({ leadsToMore }) => leadsToMore || isMoreLikely);
  const looksForDue =
    !newsFirst && (nudged || isLookDue || releases.length > 0 || isResultWorthALook);
  return {
    madeAtMs: pace.nowMs,
    recorded,
    released: [...releases],
    looksForEvents: looksForDue || announced || pace.eventsWaitSinceMs !== null,
    looksForDue,
    isLookDue,
    newsFirst,
  };
};
