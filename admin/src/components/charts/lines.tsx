import { useTheme } from 'styled-components';
import { Plot } from './plot';
import { marksFor } from './scale';
import type { ChartData } from './series';

interface LinesProps extends ChartData {
  readonly label: string;
  readonly height: number;
  /** About how many marks the value axis has above 0. */
  readonly markCount?: number;
  readonly format: (value: number) => string;
  readonly onHover: (index: number | null) => void;
}

/** A line for each series; where there is no value the line is broken, and a value alone is a dot. */
export const Lines = (props: LinesProps) => {
  const { series, buckets, label, height, markCount = 4, format, onHover } = props;
  const { colors } = useTheme();
  const all = buckets.flatMap(({ values }) => series.map(({ key }) => values[key] ?? 0));
  return (
    <Plot
      label={label}
      height={height}
      names={buckets.map(({ name }) => name)}
      marks={marksFor(Math.max(0, ...all), markCount, false)}
      markName={format}
      onHover={onHover}
    >
      {({ x, y, step }) =>
        series.map(({ key, color }) => {
          const points = buckets.map(({ values }, index) => {
            const value = values[key] ?? null;
            return value === null ? null : ([x(index) + step / 2, y(value)] as const);
          });
          const path = points
            .map((point, index) => {
              if (point === null) return '';
              const isFirst = (points[index - 1] ?? null) === null;
              return `${isFirst ? 'M' : 'L'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
            })
            .join('');
          return (
            <g key={key}>
              <path d={path} fill="none" stroke={colors[color]} strokeWidth={2} />
              {points.map((point, index) => {
                const alone =
                  (points[index - 1] ?? null) === null && (points[index + 1] ?? null) === null;
                return point === null || !alone ? null : (
                  <circle key={index} cx={point[0]} cy={point[1]} r={3} fill={colors[color]} />
                );
              })}
            </g>
          );
        })
      }
    </Plot>
  );
};
