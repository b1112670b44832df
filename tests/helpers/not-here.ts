/**
 * Stands for tests that this database cannot have, and says so where people look.
 *
 * @param what - what is left out, and what it needs
 */
export const notHere = (what: string): void => {
  process.stderr.write(`skipped: ${what}\n`);
  test.todo(what);
};
