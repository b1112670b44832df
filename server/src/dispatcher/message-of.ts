/** An error in words, for the log. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
