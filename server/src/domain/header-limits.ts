/** How much of a webhook's own headers there may be; names and values in bytes as they are sent. */
export interface HeaderLimits {
  /** How many. */
  readonly headers: number;
  readonly headerNameBytes: number;
  readonly headerValueBytes: number;
  /** All names and values together. */
  readonly headersBytes: number;
}

/** What is too much: the header, or null where all of them are meant, and which of the limits says so. */
export interface HeaderExcess {
  readonly name: string | null;
  readonly limit: keyof HeaderLimits;
  /** What was expected, in words. */
  readonly message: string;
}

/**
 * Finds what is too much about headers.
 *
 * @param headers - names and values, as they would be sent
 * @param limits - how much there may be
 * @returns nothing when they fit
 */
export const headerExcesses = (
  headers: readonly (readonly [name: string, value: string])[],
  limits: HeaderLimits,
): HeaderExcess[] => {
  const excesses: HeaderExcess[] = [];
  const check = (
    limit: keyof HeaderLimits,
    found: number,
    name: string | null,
    words: (most: number) => string,
  ): void => {
    const most = limits[limit];
    if (found > most) excesses.push({ name, limit, message: words(most) });
  };
  for (const [name, value] of headers) {
    check(
      'headerNameBytes',
      name.length,
      name,
      (most) => `its name must have at most ${most} bytes`,
    );
    check(
      'headerValueBytes',
      value.length,
      name,
      (most) => `its value must have at most ${most} bytes`,
    );
  }
  check('headers', headers.length, null, (most) => `must have at most ${most} entries`);
  const total = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  check('headersBytes', total, null, (most) => `must have at most ${most} bytes together`);
  return excesses;
};
