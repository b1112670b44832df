/** More than the largest good request has: a batch of 100 webhooks with all their topics and content types. */
const MAX_VALUES = 100_000;
/** No request needs more than a handful. */
const MAX_DEPTH = 32;

/**
 * Says whether a body is too large or too deep to be looked at field by field. Strapi bounds its bytes
 * (`jsonLimit` of `strapi::body`), and few bytes can hold many values.
 *
 * @param body - a parsed body
 * @returns the fault in words, or null
 */
export const sizeFault = (body: unknown): string | null => {
  let valueCount = 0;
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    valueCount += level.length;
    if (valueCount > MAX_VALUES) return `must not hold more than ${MAX_VALUES} values`;
    if (depth > MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH} levels`;
    level = level.flatMap(membersOf);
  }
  return null;
};

const membersOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];
