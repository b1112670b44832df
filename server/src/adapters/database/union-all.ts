import type { Fragment } from './lock-rows';

/**
 * Puts selects together, each of which may have an order and a limit of its own.
 *
 * @param parts - selects of the same columns
 */
export const unionAll = (parts: readonly Fragment[]): Fragment => ({
  sql: parts.map(({ sql }, index) => `select * from (${sql}) as part${index}`).join(' union all '),
  bindings: parts.flatMap(({ bindings }) => bindings),
});
