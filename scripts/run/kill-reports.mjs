/**
 * What the kills came to, one line of JSON for each database.
 *
 * @param {string} written what the tests wrote down: an object a line, with the name of its database
 * @param {ReadonlyMap<string, string | null>} faults each database that was asked for, and why it cannot be tested here
 * @returns {string[]} the counts, or why there are none
 */
export const reportLines = (written, faults) => {
  const lines = written.split('\n').filter((line) => line !== '');
  const counted = new Map(lines.map((line) => [JSON.parse(line).database, line]));
  return [...faults].map(
    ([database, fault]) =>
      counted.get(database) ??
      JSON.stringify({ database, notCounted: fault ?? 'the kills did not come to an end' }),
  );
};
