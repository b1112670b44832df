import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { isRetryable } from './database-errors';
import type { StoreContext } from './store-context';

const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 10;

/**
 * Runs `work` in a transaction of its own, again while the database says that only another
 * transaction was in its way.
 *
 * @param knex - the pool; never a transaction
 * @param work - may run several times, so it must have no effects outside of the database
 * @returns what the last run returned
 */
export const runTransaction = async <T>(
  knex: Knex,
  context: StoreContext,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> => {
  const { dialect, tables } = context;
  for (let tries = 1; ; tries += 1) {
    try {
      return await knex.transaction(async (trx) => {
        await dialect.beginWriting(trx, tables.meta);
        const result = await work(trx);
        await dialect.finishWriting(trx);
        return result;
      }, dialect.transactionConfig);
    } catch (error) {
      if (tries >= MAX_TRIES || !isRetryable(error)) throw error;
    }
    await pause(FIRST_PAUSE_MS * 2 ** tries * (0.5 + Math.random()));
  }
};

/**
 * Makes several statements all happen or none: in the transaction that is open already, else in a new one.
 */
export const atomically = <T>(
  executor: Knex,
  context: StoreContext,
  work: (executor: Knex) => Promise<T>,
): Promise<T> =>
  executor.isTransaction === true ? work(executor) : runTransaction(executor, context, work);

/** Locks that end with their statement would protect nothing. */
export const requireTransaction = (executor: Knex): void => {
  if (executor.isTransaction !== true) throw new Error('rows can only be locked in a transaction');
};
