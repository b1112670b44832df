import type { DefaultTheme } from 'styled-components';

/** One kind of value of a chart. */
export interface Series {
  readonly key: string;
  readonly name: string;
  readonly color: keyof DefaultTheme['colors'];
}

/** The values of one point in time, by the keys of the series; null where there is none. */
export interface Bucket {
  /** On the axis; empty where it belongs to the one before. */
  readonly name: string;
  /** In full, in the table and while it is pointed at. */
  readonly fullName: string;
  readonly values: Readonly<Record<string, number | null>>;
}

/** What each kind of chart is made of. */
export interface ChartData {
  readonly series: readonly Series[];
  readonly buckets: readonly Bucket[];
}
