import type { Database, Stores } from '../../pipeline/ports';
import { withoutStatement } from '../../errors/reason-of';
import { fieldOf } from './database-errors';
import { delegatingStores } from './delegating-stores';

/**
 * Does some work; of what the database throws, the driver's words are left and the statement is not, since logs and
 * callers would get what was to be written: headers, bodies, answers.
 *
 * @param work - asks the database
 * @throws what `work` throws; class, code and stack stay
 */
export const withoutStatements = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const message = fieldOf(error, 'message');
    if (typeof error === 'object' && error !== null && typeof message === 'string') {
      Reflect.set(error, 'message', withoutStatement(message));
      // MySQL's driver keeps a copy.
      Reflect.deleteProperty(error, 'sql');
    }
    throw error;
  }
};

/**
 * A database whose errors hold no statement.
 *
 * @param database - the one to ask
 */
export const speakingInReasons = (database: Database): Database => ({
  stores: storesInReasons(database.stores),
  transaction: (work) => withoutStatements(() => database.transaction(work)),
});

const storesInReasons = (stores: Stores): Stores =>
  delegatingStores(stores, (work) => withoutStatements(() => work(stores)));
