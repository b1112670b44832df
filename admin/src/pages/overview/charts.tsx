import { Flex } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { StatsView } from '../../../../server/src/contracts/stats';
import { ChartCard } from '../../components/charts/chart-card';
import { Lines } from '../../components/charts/lines';
import { StackedBars } from '../../components/charts/stacked-bars';
import { useDuration } from '../../i18n/use-duration';
import { useTranslate } from '../../i18n/use-translate';
import type { Period } from '../../model/period';
import { useChartData } from './use-chart-data';
import { useLatencyWords } from './use-latency-words';

interface ChartsProps {
  readonly stats: StatsView;
  readonly period: Period;
}

/** Deliveries by state and how long receivers took, over time. */
export const Charts = ({ stats, period }: ChartsProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { milliseconds } = useDuration();
  const { states, latency } = useChartData(stats, period);
  const { succeeded, failed, pending, held, latencyMs } = stats.totals;
  const statesLabel = t('overview.states-label', { succeeded, failed, pending, held });
  const latencyLabel = useLatencyWords()(latencyMs);
  const number = (value: number) => formatNumber(value);
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <ChartCard title={t('overview.states')} label={statesLabel} format={number} {...states}>
        {(parts) => <StackedBars label={statesLabel} format={number} {...states} {...parts} />}
      </ChartCard>
      <ChartCard
        title={t('overview.latency')}
        label={latencyLabel}
        format={milliseconds}
        {...latency}
      >
        {(parts) => <Lines label={latencyLabel} format={milliseconds} {...latency} {...parts} />}
      </ChartCard>
    </Flex>
  );
};
