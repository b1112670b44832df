import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useTranslate } from '../../i18n/use-translate';
import type { ChartData } from './series';

const Grid = styled.table`
  width: 100%;
  border-collapse: collapse;

  th,
  td {
    padding: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[3]}`};
    border-bottom: 1px solid ${({ theme }) => theme.colors.neutral150};
    text-align: right;
  }

  th:first-child {
    text-align: left;
  }
`;

interface ChartTableProps extends ChartData {
  readonly label: string;
  readonly height: number;
  readonly format: (value: number) => string;
}

/** A chart's numbers as a table, newest first, in the room of the chart. */
export const ChartTable = ({ series, buckets, label, height, format }: ChartTableProps) => {
  const t = useTranslate();
  return (
    <Box height={`${height / 10}rem`} overflow="auto" tabIndex={0} role="region" aria-label={label}>
      <Grid>
        <thead>
          <tr>
            {[t('chart.time'), ...series.map(({ name }) => name)].map((name) => (
              <Typography key={name} tag="th" scope="col" variant="sigma" textColor="neutral600">
                {name}
              </Typography>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets.toReversed().map(({ fullName, values }) => (
            <tr key={fullName}>
              <Typography tag="th" scope="row" variant="pi" textColor="neutral800">
                {fullName}
              </Typography>
              {series.map(({ key }) => {
                const value = values[key] ?? null;
                return (
                  <Typography key={key} tag="td" variant="pi" textColor="neutral800">
                    {value === null ? t('chart.no-value') : format(value)}
                  </Typography>
                );
              })}
            </tr>
          ))}
        </tbody>
      </Grid>
    </Box>
  );
};
