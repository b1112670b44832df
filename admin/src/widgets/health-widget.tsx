import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import { useGetStatsQuery } from '../api/stats';
import { Legend } from '../components/charts/legend';
import { Lines } from '../components/charts/lines';
import type { Series } from '../components/charts/series';
import { StackedBars } from '../components/charts/stacked-bars';
import { ErrorBoundary } from '../components/error-boundary';
import { StaleNotice } from '../components/stale-notice';
import { useErrorText } from '../hooks/use-error-text';
import { usePolling } from '../hooks/use-polling';
import { useDuration } from '../i18n/use-duration';
import { useTranslate } from '../i18n/use-translate';
import { AttentionList } from '../pages/overview/attention-list';
import { NothingFound } from '../pages/overview/nothing-found';
import { useAttention } from '../pages/overview/use-attention';
import { useChartData } from '../pages/overview/use-chart-data';
import { useLatencyWords } from '../pages/overview/use-latency-words';
import type { StatsView } from '../../../server/src/contracts/stats';

const REFRESH_MS = 30_000;
const SHOWN = 3;
/** Strapi's card shows 261 pixels: what each thing above the charts takes is taken from their height. */
const CHART_HEIGHT = 140;
const ITEM_HEIGHT = 27;

const ignore = () => undefined;

const SideBySide = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  gap: ${({ theme }) => theme.spaces[4]};
`;

interface SmallChartProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly valueOf: (key: string) => string;
  readonly children: ReactNode;
}

const SmallChart = ({ title, series, valueOf, children }: SmallChartProps) => (
  <Box minWidth={0}>
    <Typography variant="pi" fontWeight="semiBold" textColor="neutral800" tag="h3">
      {title}
    </Typography>
    {children}
    <Legend series={series} valueOf={valueOf} compact />
  </Box>
);

interface SmallChartsProps {
  readonly stats: StatsView;
  readonly height: number;
}

/** The two charts of the overview, small. */
const SmallCharts = ({ stats, height }: SmallChartsProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { milliseconds } = useDuration();
  const { states, latency } = useChartData(stats, '24h');
  const latencyWords = useLatencyWords();
  const { succeeded, failed, pending, held, discarded, latencyMs } = stats.totals;
  const totals = new Map(Object.entries({ succeeded, failed, pending, held, discarded }));
  const label = t('overview.states-label', { succeeded, failed, pending, held });
  const parts = { height, markCount: 1, onHover: ignore };
  return (
    <SideBySide>
      <SmallChart
        title={t('overview.states')}
        series={states.series}
        valueOf={(key) => formatNumber(totals.get(key) ?? 0)}
      >
        <StackedBars label={label} format={(value) => formatNumber(value)} {...parts} {...states} />
      </SmallChart>
      {latencyMs === null ? null : (
        <SmallChart
          title={t('overview.latency')}
          series={latency.series}
          valueOf={(key) => milliseconds(new Map(Object.entries(latencyMs)).get(key) ?? 0)}
        >
          <Lines label={latencyWords(latencyMs)} format={milliseconds} {...parts} {...latency} />
        </SmallChart>
      )}
    </SideBySide>
  );
};

const Health = () => {
  const t = useTranslate();
  const errorText = useErrorText();
  const pollingInterval = usePolling(REFRESH_MS);
  const { data, error } = useGetStatsQuery('24h', { pollingInterval });
  const attention = useAttention();
  const { items } = attention;
  const problem = error ?? attention.error;
  if (data === undefined || items === undefined) {
    return problem === undefined ? (
      <Widget.Loading />
    ) : (
      <Widget.Error>{errorText(problem)}</Widget.Error>
    );
  }
  const shown = items.slice(0, SHOWN);
  const more = items.length - SHOWN;
  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <StaleNotice error={problem} />
      <Box>
        {items.length === 0 ? (
          <NothingFound hasWebhooks={attention.hasWebhooks} />
        ) : (
          <AttentionList items={shown} compact />
        )}
        {more > 0 ? (
          <Typography variant="pi" textColor="neutral600">
            {t('attention.more', { count: more })}
          </Typography>
        ) : null}
      </Box>
      <SmallCharts stats={data} height={CHART_HEIGHT - shown.length * ITEM_HEIGHT} />
    </Flex>
  );
};

/** What needs attention on Strapi's home page, and below it the last 24 hours. */
const HealthWidget = () => (
  <ErrorBoundary>
    <Health />
  </ErrorBoundary>
);

export default HealthWidget;
