import { useCallback } from 'react';
import { useIntl } from 'react-intl';

/** Gives the function that says how many of those that ended succeeded: "98.7%". Only all of them are 100%. */
export const useSuccessRate = (): ((succeeded: number, failed: number) => string | null) => {
  const { formatNumber } = useIntl();
  return useCallback(
    (succeeded, failed) => {
      const ended = succeeded + failed;
      if (ended === 0) return null;
      return formatNumber(Math.floor((succeeded / ended) * 1000) / 1000, {
        style: 'percent',
        maximumFractionDigits: 1,
      });
    },
    [formatNumber],
  );
};
