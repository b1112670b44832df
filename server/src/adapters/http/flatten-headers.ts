import type { IncomingHttpHeaders } from 'node:http';

const MAX_CHARACTERS = 16 * 1024;

/**
 * Makes one text of each response header. Node refuses more than 16 KiB of them unless it was
 * started otherwise; then the first 16 KiB are kept.
 *
 * @param headers - Node's headers, names in lower case
 * @returns names and values; several `set-cookie` are joined by a comma
 */
export const flattenHeaders = (headers: IncomingHttpHeaders): Record<string, string> => {
  const flat: Record<string, string> = {};
  let characters = 0;
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    characters += name.length + text.length;
    if (characters > MAX_CHARACTERS) break;
    flat[name] = text;
  }
  return flat;
};
