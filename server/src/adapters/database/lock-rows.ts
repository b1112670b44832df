import { inBatches } from './batches';
import type { Executor } from './executor';
import type { Row } from './rows';
import type { StoreContext } from './store-context';
import { requireTransaction } from './transaction';

export interface Fragment {
  readonly sql: string;
  readonly bindings: readonly (string | number)[];
}

/** A claim: which rows are wanted, and how to tell that a row is still wanted once its lock is held. */
export interface Claim {
  readonly table: string;
  readonly columns: readonly string[];
  /** A select of `columns`, with the given clause behind each of its limits. */
  select(lockClause: string): Fragment;
  readonly stillWanted: Fragment;
}

/**
 * Reads rows that no other transaction gets until this one ends.
 *
 * Where the database cannot skip locked rows, the wanted rows are found first without locks: locking
 * while searching would wait for every save that is under way.
 */
export const lockRows = async (
  executor: Executor,
  context: StoreContext,
  claim: Claim,
): Promise<Row[]> => {
  requireTransaction(executor);
  const mode = await context.dialect.lockMode(executor);
  const { sql, bindings } = claim.select(mode === 'skip-locked' ? 'for update skip locked' : '');
  const found = await executor
    .select<Row[]>(...claim.columns)
    .from(executor.raw(`(${sql}) as wanted`, [...bindings]));
  if (mode !== 'wait') return found;

  const locked: Row[] = [];
  const ids = found.map((row) => String(row['id'])).sort();
  for (const batch of inBatches(ids)) {
    const rows = await executor(claim.table)
      .select<Row[]>(...claim.columns)
      .whereIn('id', batch)
      .whereRaw(claim.stillWanted.sql, [...claim.stillWanted.bindings])
      .orderBy('id')
      .forUpdate();
    locked.push(...rows);
  }
  return locked;
};
