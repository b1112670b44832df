/** What the hook of a query tells. */
interface Asked<Data> {
  /** The last answer, also one to another question. */
  readonly data?: Data | undefined;
  /** The answer to what is asked now. */
  readonly currentData?: Data | undefined;
  readonly error?: unknown;
}

/**
 * Chooses what a screen shows of a query. While a new question is on its way the answer before it stays,
 * so that nothing jumps; when it fails, that answer would hide the failure.
 *
 * @param asked - what the hook tells
 * @returns undefined where there is nothing to show
 */
export const shownAnswer = <Data>({ data, currentData, error }: Asked<Data>): Data | undefined =>
  currentData ?? (error === undefined ? data : undefined);
