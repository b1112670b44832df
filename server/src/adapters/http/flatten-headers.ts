const MAX_CHARACTERS = 16 * 1024;

/** Of these the first one counts, as Node has it. */
const SINGLE = new Set(['content-length', 'content-type', 'date', 'location', 'retry-after']);

/**
 * Makes one text of each response header, up to 16 KiB of them.
 *
 * @param raw - names and values in turn, as they were received
 * @returns names in lower case, and values; several of one name are joined by a comma
 */
export const flattenHeaders = (raw: readonly Buffer[]): Record<string, string> => {
  const flat = new Map<string, string>();
  let characters = 0;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]?.toString('latin1').toLowerCase() ?? '';
    const value = raw[at + 1]?.toString('latin1') ?? '';
    characters += name.length + value.length;
    if (characters > MAX_CHARACTERS) break;
    const before = flat.get(name);
    if (before === undefined) flat.set(name, value);
    else if (!SINGLE.has(name)) flat.set(name, `${before}, ${value}`);
  }
  return Object.fromEntries(flat);
};
