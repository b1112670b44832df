import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Database, Stores } from '../../pipeline/ports';
import { delegatingStores } from './delegating-stores';
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
    runTransaction(knex, context, (trx) => {
      const stores = createKnexStores(trx, context);
      return work(context.dialect.yields ? stores : takingTurns(stores));
    }),
});

/** Without this a transaction of several hundred rows would keep every request of the app waiting. */
const takingTurns = (stores: Stores): Stores =>
  delegatingStores(stores, async (work) => {
    await nextTurn();
    return work(stores);
  });
