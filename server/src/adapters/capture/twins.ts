import type { TransactionScope } from './transaction-scope';

const MINUTE_MS = 60 * 1000;
/** Core announces right after the commit; what it did not announce by then it never will. */
const MAX_WAIT_MS = 10 * MINUTE_MS;
/** A transaction that was ended behind Strapi's back says nothing of its end. */
const MAX_OPEN_MS = 60 * MINUTE_MS;
const MAX_WAITING = 100_000;

interface Twin {
  readonly key: string;
  sinceMs: number;
}

/**
 * What capture has dealt with and core will still announce on its hub: a captured entry event and its
 * announcement are twins, known by topic, content type and row.
 */
export interface Twins {
  /** Expects announcements once the transaction commits, and forgets them if it does not. */
  expect(scope: Pick<TransactionScope, 'onCommit' | 'onRollback'>, keys: readonly string[]): void;
  /** Takes one expected announcement; false when there was none. */
  take(key: string): boolean;
  /** What is committed and not announced yet, oldest first; one key for each announcement. */
  unannounced(): readonly string[];
}

/** The name of an entry event, the same for capture and announcement. */
export const twinKey = (topic: string, uid: string, rowId: string | number): string =>
  `${topic} ${uid} ${rowId}`;

/**
 * Makes an empty ledger.
 *
 * @param monotonicNow - a clock, for giving up on announcements that never come
 */
export const createTwins = (monotonicNow: () => number): Twins => {
  const byKey = new Map<string, Set<Twin>>();
  /** Those whose transaction goes on, and those whose transaction committed, oldest first. */
  const open = new Set<Twin>();
  const waiting = new Set<Twin>();

  const forget = (twin: Twin): void => {
    open.delete(twin);
    waiting.delete(twin);
    const same = byKey.get(twin.key);
    same?.delete(twin);
    if (same?.size === 0) byKey.delete(twin.key);
  };

  const giveUp = (twins: ReadonlySet<Twin>, maxAgeMs: number): void => {
    const latestMs = monotonicNow() - maxAgeMs;
    for (const twin of twins) {
      if (twin.sinceMs > latestMs && twins.size <= MAX_WAITING) return;
      forget(twin);
    }
  };

  const add = (key: string): Twin => {
    const twin = { key, sinceMs: monotonicNow() };
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, new Set([twin]));
    else same.add(twin);
    open.add(twin);
    return twin;
  };

  return {
    expect: (scope, keys) => {
      const twins = keys.map(add);
      scope.onCommit(() => {
        for (const twin of twins) {
          if (!open.delete(twin)) continue;
          twin.sinceMs = monotonicNow();
          waiting.add(twin);
        }
        giveUp(waiting, MAX_WAIT_MS);
        giveUp(open, MAX_OPEN_MS);
      });
      scope.onRollback(() => {
        twins.forEach(forget);
      });
    },
    take: (key) => {
      const [twin] = byKey.get(key) ?? [];
      if (twin === undefined) return false;
      forget(twin);
      return true;
    },
    unannounced: () => [...waiting].map(({ key }) => key),
  };
};
