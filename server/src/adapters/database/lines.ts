import type { Knex } from 'knex';
import { isDeliveryId, type DeliveryId, type WebhookId } from '../../domain/ids';
import { isOrderKey, type OrderKey } from '../../domain/ordering';
import { inBatches } from './batches';
import type { Executor } from './executor';
import type { Fragment } from './lock-rows';
import { readChecked, type Row } from './rows';
import type { StoreContext } from './store-context';
import { INDEX_NAMES } from './tables';
import { unionAll } from './union-all';
import { WAITING_MS } from './waiting';

/**
 * The lines that deliveries of one document stand in.
 *
 * A delivery that waits for an earlier one has instants that no claim reaches: its own, moved by a fixed
 * distance. So a claim of any webhook looks at what it can take and at nothing else, however long the
 * lines are. Whatever ends a delivery lets the next one move up, in the same transaction.
 *
 * Everybody who reads or changes a line holds its webhook's row first: fan-out by counting the sequence,
 * all others through `lockWebhooks`.
 */
export interface Lines {
  lockWebhooks(ids: readonly WebhookId[]): Promise<void>;
  /** The first of each line that has any; locked where asked for and where the database locks rows. */
  firsts(
    keys: readonly OrderKey[],
    options?: { readonly locked: boolean },
  ): Promise<Map<OrderKey, DeliveryId>>;
  /** Lets these be claimed at their own instants. */
  letGo(ids: readonly DeliveryId[]): Promise<void>;
  /** Takes rows out of reach, but for those that are leased: they are being attempted. */
  letWait(column: 'id' | 'order_key', values: readonly string[]): Promise<void>;
  /** The first of each line may go; of `others`, those that are not the first wait again. */
  moveUp(keys: readonly OrderKey[], others?: readonly DeliveryId[]): Promise<void>;
}

const LINES_PER_STATEMENT = 100;

/**
 * What lets a waiting row go, for an update.
 *
 * @param executor - what makes the statements
 */
export const goingInstants = (executor: Executor): Record<string, Knex.Raw> =>
  movedInstants(executor, 'case when ?? >= ? then ?? - ? else ?? end');

const movedInstants = (executor: Executor, sql: string): Record<string, Knex.Raw> =>
  Object.fromEntries(
    ['due_at', 'manual_at'].map((column) => [
      column,
      executor.raw(sql, [column, WAITING_MS, column, WAITING_MS, column]),
    ]),
  );

/**
 * Makes the lines.
 *
 * @param executor - what makes the statements
 */
export const createLines = (executor: Executor, context: StoreContext): Lines => {
  const { tables, quoted, dialect } = context;

  const firstOf = (key: OrderKey, lockClause: string): Fragment => ({
    sql:
      `select id, order_key from ${quoted.deliveries} ${dialect.indexHint(INDEX_NAMES.deliveriesOrder)}` +
      ` where order_key = ? order by sequence limit 1 ${lockClause}`,
    bindings: [key],
  });

  const firsts: Lines['firsts'] = async (keys, { locked } = { locked: false }) => {
    const locks = locked && (await dialect.lockMode(executor)) !== 'none';
    const found = new Map<OrderKey, DeliveryId>();
    for (const batch of inBatches([...new Set(keys)], LINES_PER_STATEMENT)) {
      const { sql, bindings } = unionAll(
        batch.map((key) => firstOf(key, locks ? 'for update' : '')),
      );
      const rows = await executor
        .select<Row[]>('*')
        .from(executor.raw(`(${sql}) as firsts`, [...bindings]));
      for (const row of rows) {
        found.set(readChecked(row, 'order_key', isOrderKey), readChecked(row, 'id', isDeliveryId));
      }
    }
    return found;
  };

  const withInstant = (query: Knex.QueryBuilder, sign: '<' | '>='): Knex.QueryBuilder =>
    query.where(
      (either) =>
        void either.where('due_at', sign, WAITING_MS).orWhere('manual_at', sign, WAITING_MS),
    );

  const letGo: Lines['letGo'] = async (ids) => {
    for (const batch of inBatches(ids)) {
      await withInstant(executor(tables.deliveries).whereIn('id', batch), '>=').update(
        goingInstants(executor),
      );
    }
  };

  const letWait: Lines['letWait'] = async (column, values) => {
    for (const batch of inBatches(values)) {
      await withInstant(executor(tables.deliveries).whereIn(column, batch), '<')
        .whereNull('lease_owner')
        .update(movedInstants(executor, 'case when ?? < ? then ?? + ? else ?? end'));
    }
  };

  return {
    firsts,
    letGo,
    letWait,

    async lockWebhooks(ids) {
      for (const batch of inBatches([...new Set(ids)].sort((one, other) => one - other))) {
        await executor(tables.webhooks).select('id').whereIn('id', batch).orderBy('id').forUpdate();
      }
    },

    async moveUp(keys, others = []) {
      const first = new Set((await firsts(keys)).values());
      await letGo([...first]);
      await letWait(
        'id',
        others.filter((id) => !first.has(id)),
      );
    },
  };
};
