import type { Knex } from 'knex';
import type { Database, Stores } from '../../pipeline/ports';
import type { StoreContext } from './store-context';
import { createKnexStores } from './stores';
import { runTransaction } from './transaction';

/**
 * The database over a pool of connections, with transactions of its own.
 *
 * @param knex - the pool
 * @param context - what all stores of the database share
 */
export const createKnexDatabase = (knex: Knex, context: StoreContext): Database => ({
  stores: createKnexStores(knex, context),
  transaction: <T>(work: (stores: Stores) => Promise<T>): Promise<T> =>
    runTransaction(knex, context, (trx) => work(createKnexStores(trx, context))),
});
