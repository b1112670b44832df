import { Box, Flex, Typography } from '@strapi/design-system';
import { useTheme } from 'styled-components';
import type { WebhookHealth } from '../api/webhook-health';
import { useSuccessRate } from '../i18n/use-success-rate';
import { useTranslate } from '../i18n/use-translate';

const HEIGHT = 24;
/** What is there at all is to be seen. */
const LEAST = 2;
const BAR = 3;
const GAP = 1;

interface HealthChartProps {
  readonly hours: WebhookHealth['last24h'];
}

/** The last 24 hours as small bars, what failed on top of what succeeded, with how many succeeded. */
export const HealthChart = ({ hours }: HealthChartProps) => {
  const t = useTranslate();
  const { colors } = useTheme();
  const succeeded = hours.reduce((sum, hour) => sum + hour.succeeded, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const total = succeeded + failed;
  const rate = useSuccessRate()(succeeded, failed);
  const highest = Math.max(1, ...hours.map((hour) => hour.succeeded + hour.failed));
  const scale = (count: number) => (count === 0 ? 0 : Math.max(LEAST, (count / highest) * HEIGHT));
  const width = Math.max(1, hours.length) * (BAR + GAP);
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} minWidth="9.6rem">
      <Box flex="none">
        <svg
          role="img"
          aria-label={t('health.chart', { succeeded, failed })}
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
        >
          {hours.map((hour, index) => {
            const bad = Math.min(scale(hour.failed), HEIGHT - (hour.succeeded > 0 ? LEAST : 0));
            const good = Math.min(scale(hour.succeeded), HEIGHT - bad);
            const x = index * (BAR + GAP);
            return (
              <g key={hour.at}>
                <rect x={x} y={HEIGHT - 1} width={BAR} height={1} fill={colors.neutral200} />
                <rect x={x} y={HEIGHT - good} width={BAR} height={good} fill={colors.success500} />
                <rect
                  x={x}
                  y={HEIGHT - good - bad}
                  width={BAR}
                  height={bad}
                  fill={colors.danger500}
                />
              </g>
            );
          })}
        </svg>
      </Box>
      {rate === null ? null : (
        <Typography variant="pi" fontWeight="semiBold" textColor="neutral800">
          {rate}
        </Typography>
      )}
      <Typography variant="pi" textColor={failed > 0 ? 'danger600' : 'neutral600'}>
        {total === 0 ? t('health.none') : t('health.rate', { succeeded, total })}
      </Typography>
    </Flex>
  );
};
