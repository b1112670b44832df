import type { Knex } from 'knex';
import type { ClockStore } from '../../pipeline/ports';
import type { Executor } from './executor';
import { bumpRevision, META } from './meta';
import { readInteger, type Row } from './rows';
import type { StoreContext } from './store-context';
import { requireTransaction } from './transaction';

/**
 * The store of the clock.
 *
 * @param executor - what makes the statements
 */
export const createClockStore = (executor: Executor, context: StoreContext): ClockStore => {
  const { dialect, tables } = context;
  const noted = (): Knex.QueryBuilder => executor(tables.meta).where({ name: META.clock });

  /** Instants after `afterMs` go along. */
  const move = (
    table: string,
    column: string,
    byMs: number,
    afterMs: number,
  ): Knex.QueryBuilder<Row, number> =>
    executor<number>(table).where(column, '>', afterMs).increment(column, byMs);

  return {
    async lockNoted() {
      requireTransaction(executor);
      const row = await noted().first<Row | undefined>('value').forUpdate();
      return row === undefined ? null : readInteger(row, 'value');
    },

    async note(nowMs) {
      const changed: number = await noted().where('value', '<', nowMs).update({ value: nowMs });
      if (changed > 0) return;
      await executor.raw(
        `insert into ?? (name, value) values (?, ?) ${dialect.ignoreConflict('name')}`,
        [tables.meta, META.clock, nowMs],
      );
    },

    async follow(jumpMs, nowMs) {
      requireTransaction(executor);
      const afterMs = Math.min(nowMs, nowMs - jumpMs);
      const { deliveries, events, webhooks } = tables;
      // A wish is due when it is made, and one made since the jump has the new time; that of a claim under way ends with it.
      const wishes = move(deliveries, 'manual_at', jumpMs, afterMs);
      await (jumpMs > 0 ? wishes.whereNotNull('lease_until') : wishes);
      await move(deliveries, 'due_at', jumpMs, afterMs);
      await move(deliveries, 'lease_until', jumpMs, afterMs);
      // New events queue up by their time: after a jump back they would overtake those that wait.
      if (jumpMs < 0) await move(events, 'recorded_at', jumpMs, afterMs).where('fanned_out', 0);
      const silent = await move(webhooks, 'not_before_at', jumpMs, afterMs);
      if (silent > 0) await bumpRevision(executor, tables.meta);
      await noted().update({ value: nowMs });
    },
  };
};
