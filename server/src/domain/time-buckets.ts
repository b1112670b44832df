/** Equal spans of time in a row. */
export interface TimeBuckets {
  /** When the first begins: a whole number of steps since 1970. */
  readonly fromMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/**
 * The buckets that cover a range.
 *
 * @param fromMs - an instant of the first one
 * @param toMs - the end of the range, which is not part of it
 * @param stepMs - the length of each
 */
export const bucketsOf = (fromMs: number, toMs: number, stepMs: number): TimeBuckets => {
  const first = Math.floor(fromMs / stepMs);
  return { fromMs: first * stepMs, stepMs, count: Math.max(0, Math.ceil(toMs / stepMs) - first) };
};

/** When each of the buckets begins. */
export const beginsOf = ({ fromMs, stepMs, count }: TimeBuckets): number[] =>
  Array.from({ length: count }, (_, index) => fromMs + index * stepMs);

/** The end of the last one. */
export const endOf = ({ fromMs, stepMs, count }: TimeBuckets): number => fromMs + count * stepMs;

/**
 * Cuts a row of buckets into shorter rows.
 *
 * @param size - the longest part
 */
export const inRows = (buckets: TimeBuckets, size: number): TimeBuckets[] => {
  const rows: TimeBuckets[] = [];
  for (let start = 0; start < buckets.count; start += size) {
    rows.push({
      fromMs: buckets.fromMs + start * buckets.stepMs,
      stepMs: buckets.stepMs,
      count: Math.min(size, buckets.count - start),
    });
  }
  return rows;
};
