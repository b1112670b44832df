/** How often each value was seen. */
export type Histogram = ReadonlyMap<number, number>;

/**
 * Values that so many percent of all do not exceed (nearest rank).
 *
 * @param histogram - every value with its count
 * @param percents - 0 \< x ≤ 100
 * @returns one value for each, or null without any value
 */
export const percentilesOf = (
  histogram: Histogram,
  percents: readonly number[],
): number[] | null => {
  const sorted = [...histogram].sort(([one], [other]) => one - other);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  return percents.map((percent) => {
    const rank = Math.max(1, Math.ceil((percent / 100) * total));
    let seen = 0;
    for (const [value, count] of sorted) {
      seen += count;
      if (seen >= rank) return value;
    }
    return sorted.at(-1)?.[0] ?? 0;
  });
};
