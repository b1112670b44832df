import type { Core } from '@strapi/types';
import type { Log } from '../../pipeline/ports';
import type { TransactionScope } from './transaction-scope';

/** Surrounds a document action, inside the transaction that core runs it in. */
export type Surround = <T>(scope: TransactionScope, act: () => Promise<T>) => Promise<T>;

export interface ActionTransactions {
  /**
   * Runs the innermost step of a document action with `surround` inside its transaction.
   *
   * @param next - calls the repository at once, in this very tick
   */
  run<T>(next: () => Promise<T>, surround: Surround): Promise<T>;
  /** Runs the innermost step of an action that is not captured. */
  pass<T>(next: () => Promise<T>): Promise<T>;
  /** Gives Strapi its own function back. */
  uninstall(): void;
}

type Work = (scope: TransactionScope) => Promise<unknown>;

/** How to get into core's transaction: it takes our work along, or we put a transaction around it. */
type Way = 'unknown' | 'inside' | 'around';

/**
 * Lets capture work inside the transaction that core opens for a document action.
 *
 * A transaction of our own around the action would make core's a nested one, and whatever a lifecycle
 * hook started without awaiting it would keep that finished transaction in its context: its next query
 * fails and, being un-awaited, ends the process. So core's own call of `db.transaction` is handed our
 * work: it follows `next()` in the same tick, before anything else can run. Should a Strapi not do so,
 * the first action of any kind shows it, and the transaction goes around after all.
 *
 * @param database - `strapi.db`
 * @param log - hears when core no longer works like that
 */
export const interceptActionTransactions = (
  database: Core.Strapi['db'],
  log: Log,
): ActionTransactions => {
  const original = database.transaction.bind(database);
  const ownProperty = Object.getOwnPropertyDescriptor(database, 'transaction');
  let expected: Surround | null = null;
  let way: Way = 'unknown';

  const transaction = (work?: Work): unknown => {
    const surround = expected;
    expected = null;
    if (work === undefined) return original();
    if (surround === null) return original(work);
    return original((scope: TransactionScope) => surround(scope, () => work(scope)));
  };
  Object.defineProperty(database, 'transaction', {
    value: transaction,
    configurable: true,
    writable: true,
  });

  const handOver = <T>(next: () => Promise<T>, surround: Surround): Promise<T> => {
    expected = surround;
    try {
      return next();
    } finally {
      way = expected === null ? 'inside' : 'around';
      expected = null;
      if (way === 'around') log.warn(AROUND_WARNING);
    }
  };

  const pass = <T>(next: () => Promise<T>): Promise<T> =>
    way === 'unknown' ? handOver(next, (_scope, act) => act()) : next();

  return {
    pass,
    run: (next, surround) =>
      way === 'inside' ? handOver(next, surround) : enclose(database, surround, () => pass(next)),
    uninstall: () => {
      if (Reflect.get(database, 'transaction') !== transaction) return;
      if (ownProperty === undefined) Reflect.deleteProperty(database, 'transaction');
      else Object.defineProperty(database, 'transaction', ownProperty);
    },
  };
};

const AROUND_WARNING =
  'this Strapi does not open its transactions where the plugin expects it; ' +
  'entry events are recorded in a transaction around each action instead';

const enclose = async <T>(
  database: Core.Strapi['db'],
  surround: Surround,
  act: () => Promise<T>,
): Promise<T> => database.transaction((scope: TransactionScope) => surround(scope, act));
