import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { StatsView } from '../../../../server/src/contracts/stats';
import type { ChartData, Series } from '../../components/charts/series';
import { useTranslate } from '../../i18n/use-translate';
import type { Period } from '../../model/period';

const STATES = [
  ['succeeded', 'success500'],
  ['failed', 'danger500'],
  ['pending', 'secondary500'],
  ['held', 'warning500'],
  ['discarded', 'neutral400'],
] as const;

const LATENCIES = [
  ['p50', 'success500'],
  ['p95', 'primary500'],
  ['p99', 'danger500'],
] as const;

/** Gives the numbers as the two charts draw them. */
export const useChartData = (
  stats: StatsView,
  period: Period,
): { readonly states: ChartData; readonly latency: ChartData } => {
  const t = useTranslate();
  const { formatDate, formatTime } = useIntl();
  return useMemo(() => {
    const byDay = stats.bucket === 'day';
    const nameOf = (at: string) =>
      period === '24h'
        ? formatTime(at, { hour: 'numeric' })
        : formatDate(at, { day: 'numeric', month: 'short', ...(byDay ? { timeZone: 'UTC' } : {}) });
    const fullNameOf = (at: string) =>
      byDay
        ? formatDate(at, { dateStyle: 'medium', timeZone: 'UTC' })
        : formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
    const names = stats.buckets.map(({ at }) => nameOf(at));
    const named = stats.buckets.map((bucket, index) => ({
      ...bucket,
      // A day is named where it begins, not at each of its hours.
      name: names[index] === names[index - 1] ? '' : (names[index] ?? ''),
      fullName: fullNameOf(bucket.at),
    }));
    const states: readonly Series[] = STATES.map(([key, color]) => ({
      key,
      color,
      name: t(`state.${key}`),
    }));
    return {
      states: {
        series: states,
        buckets: named.map(({ name, fullName, succeeded, failed, pending, held, discarded }) => ({
          name,
          fullName,
          values: { succeeded, failed, pending, held, discarded },
        })),
      },
      latency: {
        series: LATENCIES.map(([key, color]) => ({ key, color, name: t(`overview.${key}`) })),
        buckets: named.map(({ name, fullName, latencyMs }) => ({
          name,
          fullName,
          values: {
            p50: latencyMs?.p50 ?? null,
            p95: latencyMs?.p95 ?? null,
            p99: latencyMs?.p99 ?? null,
          },
        })),
      },
    };
  }, [stats, period, t, formatDate, formatTime]);
};
