/** The value that `share` of the values are at or below. @param {readonly number[]} values in any order */
export const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
};

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Median, least and most of the rounds. */
export const overRounds = (values) => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});
