import type { Knex } from 'knex';
import type { SecretBox } from '../../pipeline/ports';
import { dialectOf, type Dialect } from './dialect';
import { tablesIn, type Tables } from './tables';

/** What every store needs beside the connection or transaction that it works through. */
export interface StoreContext {
  readonly dialect: Dialect;
  /** The tables' names for knex's builder and its `??`. */
  readonly tables: Tables;
  /** The same in quotes, for text that is SQL already. */
  readonly quoted: Tables;
  readonly secretBox: SecretBox;
}

/**
 * Prepares what all stores of a database share.
 *
 * @param knex - the pool, or one of its transactions
 * @param options - `schemaName` is PostgreSQL's, if there is one
 */
export const createStoreContext = (
  knex: Knex,
  { schemaName, secretBox }: { schemaName?: string | undefined; secretBox: SecretBox },
): StoreContext => {
  const tables = tablesIn(schemaName);
  const quote = (name: string): string => knex.raw('??', [name]).toQuery();
  return {
    dialect: dialectOf(knex),
    tables,
    quoted: {
      webhooks: quote(tables.webhooks),
      events: quote(tables.events),
      deliveries: quote(tables.deliveries),
      attempts: quote(tables.attempts),
      audit: quote(tables.audit),
      meta: quote(tables.meta),
    },
    secretBox,
  };
};
