import { useCallback } from 'react';
import type { StatsView } from '../../../../server/src/contracts/stats';
import { useDuration } from '../../i18n/use-duration';
import { useTranslate } from '../../i18n/use-translate';

type Latency = StatsView['totals']['latencyMs'];

/** Gives the function that says in a sentence how long receivers took. */
export const useLatencyWords = (): ((latency: Latency) => string) => {
  const t = useTranslate();
  const { milliseconds } = useDuration();
  return useCallback(
    (latency) =>
      latency === null
        ? t('chart.nothing')
        : t('overview.latency-label', {
            p50: milliseconds(latency.p50),
            p95: milliseconds(latency.p95),
            p99: milliseconds(latency.p99),
          }),
    [t, milliseconds],
  );
};
