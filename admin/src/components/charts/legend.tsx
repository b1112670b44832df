import { Box, Flex, Typography } from '@strapi/design-system';
import type { Series } from './series';

interface LegendProps {
  readonly series: readonly Series[];
  /** What stands beside the name of a series; null for the name alone. */
  readonly valueOf: (key: string) => string | null;
  /** Where there is little room. */
  readonly compact?: boolean;
}

/** Which colour is what, and how much of it there is. */
export const Legend = ({ series, valueOf, compact = false }: LegendProps) => (
  <Flex tag="ul" gap={compact ? '0 1.2rem' : 4} wrap="wrap">
    {series.map(({ key, name, color }) => {
      const value = valueOf(key);
      return (
        <Flex key={key} gap={compact ? 1 : 2} tag="li">
          <Box background={color} width="1.2rem" height="1.2rem" hasRadius aria-hidden />
          <Typography variant="pi" textColor="neutral800">
            {value === null ? name : `${name}: ${value}`}
          </Typography>
        </Flex>
      );
    })}
  </Flex>
);
