/** Long enough to be few statements, short enough for every database's limits. */
const IDS_PER_STATEMENT = 500;

/**
 * Splits a list into parts of equal length.
 *
 * @param items - the list
 * @param size - the longest part
 * @returns the parts in order; none for an empty list
 */
export const inBatches = <Item>(
  items: readonly Item[],
  size: number = IDS_PER_STATEMENT,
): Item[][] => {
  const batches: Item[][] = [];
  for (let start = 0; start < items.length; start += size) {
    batches.push(items.slice(start, start + size));
  }
  return batches;
};
