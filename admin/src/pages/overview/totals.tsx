import { Box, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { StatsView } from '../../../../server/src/contracts/stats';
import { useDuration } from '../../i18n/use-duration';
import { useSuccessRate } from '../../i18n/use-success-rate';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';

const Grid = styled.dl`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
  gap: ${({ theme }) => theme.spaces[4]};
`;

interface TotalsProps {
  readonly totals: StatsView['totals'];
}

/** The period in a few numbers. */
export const Totals = ({ totals }: TotalsProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { milliseconds } = useDuration();
  const successRate = useSuccessRate();
  const { succeeded, failed, pending, held, discarded, latencyMs } = totals;
  const ended = succeeded + failed;
  const none = t('chart.no-value');
  const facts: readonly (readonly [MessageKey, string])[] = [
    ['overview.rate', successRate(succeeded, failed) ?? none],
    ['overview.deliveries', formatNumber(ended + pending + held + discarded)],
    ['state.failed', formatNumber(failed)],
    ['state.held', formatNumber(held)],
    ['overview.answered-within', latencyMs === null ? none : milliseconds(latencyMs.p95)],
  ];
  return (
    <Grid>
      {facts.map(([key, value]) => (
        <Box key={key} background="neutral0" shadow="tableShadow" hasRadius padding={4}>
          <Typography tag="dt" variant="pi" textColor="neutral600">
            {t(key)}
          </Typography>
          <Typography tag="dd" variant="alpha">
            {value}
          </Typography>
        </Box>
      ))}
    </Grid>
  );
};
