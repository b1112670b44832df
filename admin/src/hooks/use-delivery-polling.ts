import { useState } from 'react';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { usePolling } from './use-polling';

const QUICK_MS = 1500;

type Progress = Pick<DeliveryView, 'inFlight' | 'nextAttemptAt'>;

/**
 * How often a screen asks for deliveries again: often while one of them is on the wire or about to be, so that its
 * end is seen when it comes.
 *
 * @param intervalMs - while none is
 * @returns what RTK Query's `pollingInterval` takes, and what is to be called with the deliveries that came
 */
export const useDeliveryPolling = (
  intervalMs: number,
): {
  readonly pollingInterval: number;
  readonly follow: (deliveries: readonly Progress[]) => void;
} => {
  const [isQuick, setIsQuick] = useState(false);
  const pollingInterval = usePolling(isQuick ? QUICK_MS : intervalMs);
  const isUnderWay = ({ inFlight, nextAttemptAt }: Progress) =>
    inFlight ||
    (nextAttemptAt !== null && new Date(nextAttemptAt).getTime() <= Date.now() + QUICK_MS);
  return {
    pollingInterval,
    follow: (deliveries) => {
      const next = deliveries.some(isUnderWay);
      if (next !== isQuick) setIsQuick(next);
    },
  };
};
