import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useGetStatsQuery } from '../api/stats';
import { Legend } from '../components/charts/legend';
import { Lines } from '../components/charts/lines';
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

const ignore = () => undefined;

/** The two charts of the overview, small. */
const SmallCharts = ({ stats }: { readonly stats: StatsView }) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { milliseconds } = useDuration();
  const { states, latency } = useChartData(stats, '24h');
  const latencyWords = useLatencyWords();
  const { succeeded, failed, pending, held, discarded, latencyMs } = stats.totals;
  const totals = new Map(Object.entries({ succeeded, failed, pending, held, discarded }));
  const label = t('overview.states-label', { succeeded, failed, pending, held });
  return (
    <>
      <StackedBars
        label={label}
        height={120}
        format={(value) => formatNumber(value)}
        onHover={ignore}
        {...states}
      />
      <Legend series={states.series} valueOf={(key) => formatNumber(totals.get(key) ?? 0)} />
      {latencyMs === null ? null : (
        <>
          <Lines
            label={latencyWords(latencyMs)}
            height={90}
            format={milliseconds}
            onHover={ignore}
            {...latency}
          />
          <Legend
            series={latency.series}
            valueOf={(key) => milliseconds(new Map(Object.entries(latencyMs)).get(key) ?? 0)}
          />
        </>
      )}
    </>
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
  const more = items.length - SHOWN;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <StaleNotice error={problem} />
      <SmallCharts stats={data} />
      <Box>
        {items.length === 0 ? (
          <NothingFound hasWebhooks={attention.hasWebhooks} />
        ) : (
          <AttentionList items={items.slice(0, SHOWN)} />
        )}
        {more > 0 ? (
          <Typography variant="pi" textColor="neutral600">
            {t('attention.more', { count: more })}
          </Typography>
        ) : null}
      </Box>
    </Flex>
  );
};

/** The last 24 hours on Strapi's home page, and what needs attention first. */
const HealthWidget = () => (
  <ErrorBoundary>
    <Health />
  </ErrorBoundary>
);

export default HealthWidget;
