import { Box, useMeasure } from '@strapi/design-system';
import { useState, type PointerEvent, type ReactNode } from 'react';
import { useTheme } from 'styled-components';
import { labelsFor } from './scale';

const LEFT = 56;
const TOP = 10;
const BOTTOM = 24;
const LABEL_WIDTH = 90;

/** Where things are drawn, in pixels. */
export interface PlotArea {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  /** The width of one bucket. */
  readonly step: number;
}

interface PlotProps {
  /** What the picture says, in a sentence. */
  readonly label: string;
  readonly height: number;
  /** The names of the buckets, oldest first; empty for one that belongs to the one before. */
  readonly names: readonly string[];
  /** The marks of the value axis, from 0 on. */
  readonly marks: readonly number[];
  readonly markName: (value: number) => string;
  readonly onHover: (index: number | null) => void;
  readonly children: (area: PlotArea) => ReactNode;
}

/** The axes of a chart as wide as its place; what is in it is drawn by the children. */
export const Plot = (props: PlotProps) => {
  const { label, height, names, marks, markName, onHover, children } = props;
  const { colors } = useTheme();
  const [ref, { width }] = useMeasure<HTMLDivElement>();
  const [hovered, setHovered] = useState<number | null>(null);
  const inner = Math.max(0, width - LEFT);
  const step = names.length === 0 ? 0 : inner / names.length;
  const highest = marks.at(-1) ?? 1;
  const area: PlotArea = {
    x: (index) => LEFT + index * step,
    y: (value) => TOP + (1 - value / highest) * (height - TOP - BOTTOM),
    step,
  };
  const named = names.flatMap((name, index) => (name === '' ? [] : [index]));
  const chosen = labelsFor(named.length, inner, LABEL_WIDTH).flatMap((at) => named[at] ?? []);
  // The first day may be an hour long: its name would lie under that of the next.
  const labels = chosen.filter(
    (index, at) => ((chosen[at + 1] ?? Infinity) - index) * step >= LABEL_WIDTH,
  );
  const hasRoom = (index: number) => area.x(index) + LABEL_WIDTH / 2 <= width;
  const hover = (index: number | null) => {
    setHovered(index);
    onHover(index);
  };
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
    const index = Math.floor(x / step);
    hover(index >= 0 && index < names.length ? index : null);
  };
  return (
    <Box ref={ref} width="100%" height={`${height / 10}rem`}>
      {width === 0 ? null : (
        <svg
          role="img"
          aria-label={label}
          width={width}
          height={height}
          onPointerMove={follow}
          onPointerLeave={() => hover(null)}
        >
          {marks.map((mark) => (
            <g key={mark}>
              <line
                x1={LEFT}
                x2={width}
                y1={area.y(mark)}
                y2={area.y(mark)}
                stroke={colors.neutral150}
              />
              <text
                x={LEFT - 8}
                y={area.y(mark) + 4}
                textAnchor="end"
                fontSize="11"
                fill={colors.neutral600}
              >
                {markName(mark)}
              </text>
            </g>
          ))}
          {labels.map((index) => (
            <text
              key={index}
              x={hasRoom(index) ? area.x(index) : width}
              y={height - 6}
              textAnchor={hasRoom(index) ? 'start' : 'end'}
              fontSize="11"
              fill={colors.neutral600}
            >
              {names[index]}
            </text>
          ))}
          {hovered === null ? null : (
            <rect
              x={area.x(hovered)}
              y={TOP}
              width={step}
              height={height - TOP - BOTTOM}
              fill={colors.neutral150}
            />
          )}
          {children(area)}
        </svg>
      )}
    </Box>
  );
};
