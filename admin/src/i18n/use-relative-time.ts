import { useCallback } from 'react';
import { useIntl } from 'react-intl';

const STEPS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Gives the function that says how long ago, or how far ahead, an instant is: "2 min. ago". */
export const useRelativeTime = (): ((instant: string | number, now: number) => string) => {
  const { formatRelativeTime } = useIntl();
  return useCallback(
    (instant, now) => {
      const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
      const [unit, size] = STEPS.find(([, one]) => Math.abs(seconds) >= one) ?? ['second', 1];
      const amount = Math.trunc(seconds / size);
      return formatRelativeTime(amount, unit, { numeric: 'auto', style: 'short' });
    },
    [formatRelativeTime],
  );
};
