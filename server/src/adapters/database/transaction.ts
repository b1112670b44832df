import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { isRetryable } from './database-errors';
import { discardConnection, nameTransaction, onConnection, type Executor } from './executor';
import type { StoreContext } from './store-context';

const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 10;
const ROLLBACK_TIMEOUT_MS = 5_000;

/**
 * Runs `work` in a transaction of its own, again while the database says that only another
 * transaction was in its way.
 *
 * @param executor - the pool; never a transaction
 * @param work - may run several times: its effects outside of the database must bear that
 * @returns what the last run returned
 */
export const runTransaction = async <T>(
  executor: Executor,
  context: StoreContext,
  work: (trx: Executor) => Promise<T>,
): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryTransaction(executor, context, work);
    } catch (error) {
      if (tries >= MAX_TRIES || !isRetryable(error)) throw error;
    }
    await pause(FIRST_PAUSE_MS * 2 ** tries * (0.5 + Math.random()));
  }
};

/** By hand, because knex makes a client and a whole knex for each of its transactions, most of which are short here. */
const tryTransaction = async <T>(
  executor: Executor,
  { dialect }: StoreContext,
  work: (trx: Executor) => Promise<T>,
): Promise<T> => {
  const { client } = executor;
  const connection = await client.acquireConnection();
  nameTransaction(connection);
  const { trx, end } = onConnection(executor, connection);
  const commit = trx.raw('commit');
  const rollback = trx.raw('rollback');
  try {
    for (const sql of dialect.begin) await trx.raw(sql);
    const result = await work(trx);
    end();
    await commit;
    return result;
  } catch (error) {
    end();
    if (!dialect.isOver(connection)) await rollBack(rollback, connection);
    throw error;
  } finally {
    await client.releaseConnection(connection);
  }
};

/** What failed is told by whoever caused it. A connection that cannot be brought back is never used again. */
const rollBack = async (rollback: Knex.Raw, connection: unknown): Promise<void> => {
  const gaveUp = new AbortController();
  const tooLate = pause(ROLLBACK_TIMEOUT_MS, undefined, { signal: gaveUp.signal }).then(() => {
    throw new Error('the database did not answer a rollback');
  });
  try {
    await Promise.race([rollback, tooLate]);
  } catch (error) {
    discardConnection(connection, error);
  } finally {
    gaveUp.abort();
  }
};

/**
 * Makes several statements all happen or none: in the transaction that is open already, else in a new one.
 */
export const atomically = <T>(
  executor: Executor,
  context: StoreContext,
  work: (executor: Executor) => Promise<T>,
): Promise<T> =>
  executor.isTransaction === true ? work(executor) : runTransaction(executor, context, work);

/** Locks that end with their statement would protect nothing. */
export const requireTransaction = (executor: Executor): void => {
  if (executor.isTransaction !== true) throw new Error('rows can only be locked in a transaction');
};
