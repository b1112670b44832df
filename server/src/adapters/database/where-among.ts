import type { Knex } from 'knex';
import type { StoreContext } from './store-context';

/**
 * Narrows a query to rows whose column has one of these values. Where the database knows arrays, they travel as
 * one: two hundred bindings of their own take longer to prepare and to plan.
 *
 * @param query - a select, an update or a delete
 * @param values - as many as one statement may have
 */
export const whereAmong = <Query extends Knex.QueryBuilder>(
  query: Query,
  { dialect }: StoreContext,
  column: string,
  values: readonly string[],
): Query => {
  if (dialect.arrays) void query.whereRaw('?? = any(?)', [column, [...values]]);
  else void query.whereIn(column, values);
  return query;
};
