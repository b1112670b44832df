import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { StatsView } from '../../../../server/src/contracts/stats';
import { useDuration } from '../../i18n/use-duration';
import { useSuccessRate } from '../../i18n/use-success-rate';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';
import { PLUGIN_PATH } from '../../plugin-id';

const Grid = styled.dl`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
  gap: ${({ theme }) => theme.spaces[4]};
`;

interface TotalsProps {
  readonly stats: Pick<StatsView, 'from' | 'totals'>;
}

interface Fact {
  readonly key: MessageKey;
  readonly value: string;
  /** What narrows the list of deliveries down to these; absent where the number is none of deliveries. */
  readonly filters?: string;
}

/** The period in a few numbers. */
export const Totals = ({ stats: { from, totals } }: TotalsProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { milliseconds } = useDuration();
  const successRate = useSuccessRate();
  const { succeeded, failed, pending, held, discarded, latencyMs } = totals;
  // The first bucket begins before the period does: a ready-made range would find fewer than were counted.
  const since = `range=custom&from=${from}`;
  const ended = succeeded + failed;
  const none = t('chart.no-value');
  const facts: readonly Fact[] = [
    { key: 'overview.rate', value: successRate(succeeded, failed) ?? none },
    {
      key: 'overview.deliveries',
      value: formatNumber(ended + pending + held + discarded),
      filters: '',
    },
    { key: 'state.failed', value: formatNumber(failed), filters: 'state=failed&' },
    { key: 'state.held', value: formatNumber(held), filters: 'state=held&' },
    {
      key: 'overview.answered-within',
      value: latencyMs === null ? none : milliseconds(latencyMs.p95),
    },
  ];
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Grid>
        {facts.map(({ key, value, filters }) => (
          <Box key={key} background="neutral0" shadow="tableShadow" hasRadius padding={4}>
            <Typography tag="dt" variant="pi" textColor="neutral600">
              {filters === undefined ? (
                t(key)
              ) : (
                <Link tag={NavLink} to={`${PLUGIN_PATH}/deliveries?${filters}${since}`}>
                  {t(key)}
                </Link>
              )}
            </Typography>
            <Typography tag="dd" variant="alpha">
              {value}
            </Typography>
          </Box>
        ))}
      </Grid>
      <Typography variant="pi" textColor="neutral600">
        {t('overview.rule')}
      </Typography>
    </Flex>
  );
};
