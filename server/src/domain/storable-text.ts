const CONTROLS = /\p{Cc}+/gu;

/**
 * Puts a text on one line: line breaks and other control characters become a space.
 *
 * @param text - a text from outside
 */
export const oneLine = (text: string): string => text.replaceAll(CONTROLS, ' ').trim();

/**
 * Says whether a text would not stay on its line: a name with a line break could pass for a line of the log.
 *
 * @param text - a text from outside
 * @returns the fault in words, or null
 */
export const oneLineFault = (text: string): string | null =>
  text.search(CONTROLS) >= 0 ? 'must not contain line breaks or other control characters' : null;

/**
 * Says whether a text holds the one character that PostgreSQL's texts cannot.
 *
 * @param text - a text from outside
 * @returns the fault in words, or null when every database takes it
 */
export const nulFault = (text: string): string | null =>
  text.includes('\0') ? 'must not contain the NUL character' : null;
