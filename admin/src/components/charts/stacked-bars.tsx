import { useTheme } from 'styled-components';
import { Plot } from './plot';
import { marksFor } from './scale';
import type { Bucket, ChartData } from './series';

interface StackedBarsProps extends ChartData {
  readonly label: string;
  readonly height: number;
  /** About how many marks the value axis has above 0. */
  readonly markCount?: number;
  readonly format: (value: number) => string;
  readonly onHover: (index: number | null) => void;
}

const GAP = 2;

/** A bar for each bucket, the series on top of one another. */
export const StackedBars = (props: StackedBarsProps) => {
  const { series, buckets, label, height, markCount = 4, format, onHover } = props;
  const { colors } = useTheme();
  const valueOf = (bucket: Bucket, key: string) => bucket.values[key] ?? 0;
  const sums = buckets.map((bucket) =>
    series.reduce((sum, { key }) => sum + valueOf(bucket, key), 0),
  );
  return (
    <Plot
      label={label}
      height={height}
      names={buckets.map(({ name }) => name)}
      marks={marksFor(Math.max(0, ...sums), markCount, true)}
      markName={format}
      onHover={onHover}
    >
      {({ x, y, step }) =>
        buckets.map((bucket, index) => {
          let below = 0;
          return (
            <g key={bucket.fullName}>
              {series.map(({ key, color }) => {
                const value = valueOf(bucket, key);
                if (value === 0) return null;
                const bottom = y(below);
                below += value;
                return (
                  <rect
                    key={key}
                    x={x(index) + (step > 2 * GAP ? GAP / 2 : 0)}
                    y={y(below)}
                    width={Math.max(1, step - (step > 2 * GAP ? GAP : 0))}
                    height={Math.max(1, bottom - y(below))}
                    fill={colors[color]}
                  />
                );
              })}
            </g>
          );
        })
      }
    </Plot>
  );
};
