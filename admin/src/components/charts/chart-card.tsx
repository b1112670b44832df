import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useState, type ReactNode } from 'react';
import { useTranslate } from '../../i18n/use-translate';
import { ChartTable } from './chart-table';
import { Legend } from './legend';
import type { ChartData } from './series';

const HEIGHT = 240;

interface ChartCardProps extends ChartData {
  readonly title: string;
  /** What the picture says, in a sentence. */
  readonly label: string;
  readonly format: (value: number) => string;
  readonly children: (parts: {
    readonly height: number;
    readonly onHover: (index: number | null) => void;
  }) => ReactNode;
}

/** A chart with its title and legend, which tells the values that are pointed at, and its numbers as a table. */
export const ChartCard = (props: ChartCardProps) => {
  const t = useTranslate();
  const { title, label, series, buckets, format, children } = props;
  const [asTable, setAsTable] = useState(false);
  const [hovered, setHovered] = useState<number | null>(null);
  const bucket = hovered === null ? undefined : buckets[hovered];
  const valueOf = (key: string): string | null => {
    if (bucket === undefined) return null;
    const value = bucket.values[key] ?? null;
    return value === null ? t('chart.no-value') : format(value);
  };
  return (
    <Box tag="section" background="neutral0" shadow="tableShadow" hasRadius padding={5}>
      <Flex justifyContent="space-between" alignItems="center" gap={3}>
        <Typography variant="delta" tag="h2">
          {title}
        </Typography>
        <Button variant="ghost" size="S" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.as-chart' : 'chart.as-table')}
        </Button>
      </Flex>
      <Flex minHeight="4rem" gap={4} wrap="wrap">
        <Legend series={series} valueOf={asTable ? () => null : valueOf} />
        <Typography variant="pi" textColor="neutral600">
          {asTable ? '' : bucket?.fullName}
        </Typography>
      </Flex>
      {asTable ? (
        <ChartTable
          series={series}
          buckets={buckets}
          label={title}
          height={HEIGHT}
          format={format}
        />
      ) : buckets.some(({ values }) => series.some(({ key }) => (values[key] ?? 0) > 0)) ? (
        children({ height: HEIGHT, onHover: setHovered })
      ) : (
        <Flex justifyContent="center" height={`${HEIGHT / 10}rem`} role="img" aria-label={label}>
          <Typography textColor="neutral600">{t('chart.nothing')}</Typography>
        </Flex>
      )}
    </Box>
  );
};
