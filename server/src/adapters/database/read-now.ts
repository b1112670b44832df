import type { Executor } from './executor';
import { readInteger, type Row } from './rows';
import type { StoreContext } from './store-context';

/**
 * Reads the database's clock.
 *
 * @param executor - what makes the statements
 * @returns milliseconds since 1970
 */
export const readNow = async (executor: Executor, { dialect }: StoreContext): Promise<number> => {
  if (dialect.hasOurClock) return Date.now();
  const rows = await executor.select<Row[]>(executor.raw(`${dialect.nowMs} as now_ms`));
  return readInteger(rows[0] ?? {}, 'now_ms');
};
