import { useEffect, useState } from 'react';
import type { DeliveryFilters, ReplayResult } from '../../../../server/src/contracts/delivery';
import { useReplayDeliveriesMutation } from '../../api/deliveries';

const LOOK_MS = 2000;
const PAUSE_MS = 300;

/** How far a recovery is. */
export interface RecoveryProgress {
  readonly arrived: number;
  /** Sent again, and failed again. */
  readonly failed: number;
  readonly onTheWay: number;
}

/**
 * Tells how far a recovery is.
 *
 * @param begun - what was asked for
 * @param now - a count of the same deliveries since then
 */
const progressOf = (begun: ReplayResult, now: ReplayResult): RecoveryProgress => {
  const onTheWay = Math.min(now.onTheWay, begun.requested);
  const arrived = Math.min(begun.requested - onTheWay, Math.max(0, begun.matched - now.matched));
  return { arrived, failed: begun.requested - onTheWay - arrived, onTheWay };
};

/** What a recovery has come to. */
export interface Recovery {
  /** The count before it; null while it is not known. */
  readonly count: ReplayResult | null;
  /** What was asked for; null before. */
  readonly result: ReplayResult | null;
  /** What the last look at it found; null before. */
  readonly progress: RecoveryProgress | null;
  readonly error: unknown;
  /** What the last look at a running one failed with. */
  readonly lookError: unknown;
  readonly isStarting: boolean;
  readonly start: () => Promise<void>;
}

/**
 * Counts what a recovery would send, sends it, and follows how much of it arrives.
 *
 * @param filters - which deliveries; the same object as long as they are the same, null for none
 */
export const useRecovery = (filters: DeliveryFilters | null): Recovery => {
  const [replay, { isLoading: isStarting }] = useReplayDeliveriesMutation();
  const [look] = useReplayDeliveriesMutation();
  const [count, setCount] = useState<ReplayResult | null>(null);
  const [result, setResult] = useState<ReplayResult | null>(null);
  const [progress, setProgress] = useState<RecoveryProgress | null>(null);
  const [lookError, setLookError] = useState<unknown>();
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    setCount(null);
    setError(undefined);
    if (filters === null) return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void look({ filters, dryRun: true }).then((answer) => {
        if (!isCurrent) return;
        if ('error' in answer) setError(answer.error);
        else setCount(answer.data);
      });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [filters, look]);

  const isRunning = result !== null && (progress === null || progress.onTheWay > 0);
  useEffect(() => {
    if (!isRunning || filters === null) return undefined;
    let isCurrent = true;
    const timer = setInterval(() => {
      void look({ filters, dryRun: true }).then((answer) => {
        if (!isCurrent) return;
        if ('error' in answer) setLookError(answer.error);
        else {
          setLookError(undefined);
          setProgress(progressOf(result, answer.data));
        }
      });
    }, LOOK_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [isRunning, result, filters, look]);

  const start = async (): Promise<void> => {
    if (filters === null) return;
    setError(undefined);
    const answer = await replay({ filters });
    if ('error' in answer) setError(answer.error);
    else setResult(answer.data);
  };
  return { count, result, progress, error, lookError, isStarting, start };
};
