/**
 * Whether a value is an object with named fields: no list, and not null.
 *
 * @param value - anything
 */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
