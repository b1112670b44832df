/**
 * The first of some instants.
 *
 * @param instants - null for one that never comes
 * @returns null when none comes
 */
export const earliestOf = (instants: readonly (number | null)[]): number | null => {
  const coming = instants.filter((instant) => instant !== null);
  return coming.length === 0 ? null : Math.min(...coming);
};
