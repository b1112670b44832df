/**
 * Parses an absolute URL. `URL.canParse` must not be asked instead: on Node 20 and 22 it denies every URL with
 * letters such as "é" once it was called often enough to be optimised.
 *
 * @param text - anything
 * @returns the URL, or null when it is none
 */
export const parseUrl = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};
