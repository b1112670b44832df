/**
 * Says whether a text holds the one character that PostgreSQL's texts cannot.
 *
 * @param text - a text from outside
 * @returns the fault in words, or null when every database takes it
 */
export const nulFault = (text: string): string | null =>
  text.includes('\0') ? 'must not contain the NUL character' : null;
