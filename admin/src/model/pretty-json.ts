const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Writes JSON over several lines.
 *
 * @param text - a body
 * @returns the same, readable; a text that is no JSON as it is
 */
export const prettyJson = (text: string): string => {
  const value = parse(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
};

/**
 * Writes headers as they stand in a request.
 *
 * @param headers - names and values
 */
export const writeHeaders = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
