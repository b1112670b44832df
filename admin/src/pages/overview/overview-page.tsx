import { Box, Flex, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';
import { useGetEncryptionQuery } from '../../api/encryption';
import { shownAnswer } from '../../api/shown-answer';
import { useGetStatsQuery } from '../../api/stats';
import { ErrorState } from '../../components/error-state';
import { IncompleteNotice } from '../../components/incomplete-notice';
import { LoadingState } from '../../components/loading-state';
import { StaleNotice } from '../../components/stale-notice';
import { usePolling } from '../../hooks/use-polling';
import { useTranslate } from '../../i18n/use-translate';
import { PERIODS } from '../../model/period';
import { AttentionCard } from './attention-card';
import { Charts } from './charts';
import { EncryptionNotice } from './encryption-notice';
import { Totals } from './totals';
import { useAttention } from './use-attention';

const REFRESH_MS = 15_000;

/** How all webhooks are doing: the numbers of a period, and what needs attention now. */
const OverviewPage = () => {
  const t = useTranslate();
  const [params, setParams] = useSearchParams();
  const period = PERIODS.find((one) => one === params.get('period')) ?? '24h';
  const encryption = useGetEncryptionQuery();
  const attention = useAttention();
  const pollingInterval = usePolling(REFRESH_MS);
  const stats = useGetStatsQuery(period, { pollingInterval });
  const { error } = stats;
  const data = shownAnswer(stats);
  const isOutdated = stats.currentData === undefined;
  // What stands above has its height before the rest is shown: nothing jumps.
  const isAboveKnown =
    !encryption.isLoading && (attention.items !== undefined || attention.error !== undefined);
  return (
    <Page.Main>
      <Page.Title>{t('nav.overview')}</Page.Title>
      <Layouts.Header
        title={t('nav.overview')}
        subtitle={t('overview.subtitle')}
        primaryAction={
          <div style={{ width: '20rem' }}>
            <SingleSelect
              aria-label={t('overview.period')}
              size="S"
              value={period}
              onChange={(value) => setParams({ period: String(value) }, { replace: true })}
            >
              {PERIODS.map((one) => (
                <SingleSelectOption key={one} value={one}>
                  {t(`range.${one}`)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </div>
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
          {isAboveKnown ? (
            <>
              <IncompleteNotice asked={[encryption]} />
              <EncryptionNotice encryption={encryption.data} />
              <AttentionCard attention={attention} />
            </>
          ) : null}
          {data === undefined || !isAboveKnown ? (
            error === undefined ? (
              <LoadingState key={String(isAboveKnown)} minHeight="70rem" />
            ) : (
              <ErrorState error={error} onRetry={() => void stats.refetch()} />
            )
          ) : (
            <Box aria-busy={isOutdated}>
              <StaleNotice error={error} />
              <Flex direction="column" alignItems="stretch" gap={5}>
                <Totals stats={data} />
                <Charts stats={data} period={period} />
              </Flex>
            </Box>
          )}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};

export default OverviewPage;
