import { useEffect, useState } from 'react';
import type { DeliveryFilters, ReplayResult } from '../../../../server/src/contracts/delivery';
import { useReplayDeliveriesMutation } from '../../api/deliveries';

const LOOK_MS = 2000;
const PAUSE_MS = 300;

/** What a recovery has come to. */
export interface Recovery {
  /** The count before it; null while it is not known. */
  readonly count: ReplayResult | null;
  /** What was asked for; null before. */
  readonly result: ReplayResult | null;
  /** How many are not delivered yet, or failed again; null while it is not known. */
  readonly left: number | null;
  readonly error: unknown;
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
  const [left, setLeft] = useState<number | null>(null);
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

  const isRunning = result !== null && left !== 0;
  useEffect(() => {
    if (!isRunning || filters === null) return undefined;
    const timer = setInterval(() => {
      void look({ filters, dryRun: true }).then((answer) => {
        if ('data' in answer) setLeft(answer.data.matched);
      });
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [isRunning, filters, look]);

  const start = async (): Promise<void> => {
    if (filters === null) return;
    setError(undefined);
    const answer = await replay({ filters });
    if ('error' in answer) setError(answer.error);
    else {
      setResult(answer.data);
      setLeft(answer.data.matched);
    }
  };
  return { count, result, left, error, isStarting, start };
};
