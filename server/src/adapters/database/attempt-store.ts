import type { AttemptStore } from '../../pipeline/ports';
import { attemptRow, readAttempt } from './attempt-row';
import type { Executor } from './executor';
import { insertRows } from './insert-rows';
import type { Row } from './rows';
import type { StoreContext } from './store-context';

/**
 * The attempts' store; it only ever adds.
 *
 * @param executor - what makes the statements
 */
export const createAttemptStore = (executor: Executor, context: StoreContext): AttemptStore => ({
  insert: (attempts) =>
    insertRows(executor, context, context.tables.attempts, attempts.map(attemptRow)),

  async list(deliveryId) {
    const rows = await executor(context.tables.attempts)
      .select<Row[]>('*')
      .where({ delivery_id: deliveryId })
      .orderBy('id');
    return rows.map(readAttempt);
  },
});
