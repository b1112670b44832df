import { isDeliveryId, type DeliveryId } from '../../domain/ids';
import { isOrderKey, type OrderKey } from '../../domain/ordering';
import type { DeliverySettlement, DeliveryStore } from '../../pipeline/ports';
import { inBatches } from './batches';
import type { Executor } from './executor';
import { createLines } from './lines';
import { deliveryRow, readDelivery } from './delivery-row';
import { insertRows } from './insert-rows';
import {
  readChecked,
  readInteger,
  readNullableText,
  storableOrNull,
  wholeMsOrNull,
  type NewRow,
  type Row,
} from './rows';
import type { StoreContext } from './store-context';
import { atomically, requireTransaction } from './transaction';
import { whereAmong } from './where-among';

type DeliveryLog = Pick<
  DeliveryStore,
  | 'insert'
  | 'find'
  | 'lockForSettlement'
  | 'settle'
  | 'discardOpen'
  | 'countOpen'
  | 'findFinished'
  | 'delete'
>;

const NO_LEASE = { lease_owner: null, lease_until: null, lease_trigger: null } as const;

const isOpen = ({ dueAtMs, manualAtMs }: DeliverySettlement): boolean =>
  dueAtMs !== null || manualAtMs !== null;

const settledColumns = (settlement: DeliverySettlement): NewRow => ({
  state: settlement.state,
  failed_attempt_count: settlement.failedAttemptCount,
  interrupted_count: settlement.interruptedCount,
  due_at: wholeMsOrNull(settlement.dueAtMs),
  manual_at: wholeMsOrNull(settlement.manualAtMs),
  last_status_code: settlement.lastStatusCode,
  last_error: storableOrNull(settlement.lastError),
  finished_at: wholeMsOrNull(settlement.finishedAtMs),
  order_key: isOpen(settlement) ? settlement.orderKey : null,
  ...NO_LEASE,
});

/** Settlements that write the same values: a batch of successes is one update. */
const groupByColumns = (
  settlements: readonly DeliverySettlement[],
): { columns: NewRow; ids: DeliveryId[] }[] => {
  const groups = new Map<string, { columns: NewRow; ids: DeliveryId[] }>();
  for (const settlement of settlements) {
    const columns = settledColumns(settlement);
    const key = JSON.stringify(columns);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { columns, ids: [settlement.id] });
    else group.ids.push(settlement.id);
  }
  return [...groups.values()];
};

/**
 * How deliveries begin, end, are shown and are forgotten.
 *
 * @param executor - what makes the statements
 */
export const createDeliveryLog = (executor: Executor, context: StoreContext): DeliveryLog => {
  const { tables } = context;
  const { deliveries, attempts } = tables;
  const lines = createLines(executor, context);

  return {
    insert: (added) =>
      insertRows(executor, context, deliveries, added.map(deliveryRow), { ignoreConflictOn: 'id' }),

    async find(id) {
      const row = await executor(deliveries).first<Row | undefined>('*').where({ id });
      return row === undefined ? null : readDelivery(row);
    },

    async lockForSettlement(ids) {
      requireTransaction(executor);
      const rows: Row[] = [];
      for (const batch of inBatches([...ids].sort())) {
        rows.push(
          ...(await whereAmong(executor(deliveries).select<Row[]>('*'), context, 'id', batch)
            .orderBy('id')
            .forUpdate()),
        );
      }
      return rows.map(readDelivery);
    },

    async settle(settlements) {
      for (const { columns, ids } of groupByColumns(settlements)) {
        for (const batch of inBatches(ids)) {
          await whereAmong(executor(deliveries), context, 'id', batch).update(columns);
        }
      }
      const ordered = settlements.filter(({ orderKey }) => orderKey !== null);
      if (ordered.length === 0) return;
      await lines.lockWebhooks(ordered.map(({ webhookId }) => webhookId));
      await lines.moveUp(
        ordered.flatMap(({ orderKey }) => (orderKey === null ? [] : [orderKey])),
        ordered.filter(isOpen).map(({ id }) => id),
      );
    },

    async discardOpen(webhookId, reason, { beforeMs, limit, nowMs }) {
      const open = () => {
        const query = executor<Row[]>(deliveries)
          .where({ webhook_id: webhookId, state: 'pending' })
          .where(
            (lease) => void lease.whereNull('lease_until').orWhere('lease_until', '<=', nowMs),
          );
        return beforeMs === null ? query : query.where('created_at', '<', beforeMs);
      };
      const rows = await open()
        .select('id', 'order_key')
        .orderBy(['created_at', 'id'])
        .limit(limit);
      const found = new Map<DeliveryId, OrderKey | null>();
      for (const row of rows) {
        const key = readNullableText(row, 'order_key');
        found.set(
          readChecked(row, 'id', isDeliveryId),
          key !== null && isOrderKey(key) ? key : null,
        );
      }
      const keys = [...found.values()].filter((key) => key !== null);
      if (keys.length > 0) await lines.lockWebhooks([webhookId]);
      let discarded = 0;
      for (const batch of inBatches([...found.keys()])) {
        discarded += await open()
          .whereIn('id', batch)
          .update({
            ...NO_LEASE,
            state: 'discarded',
            discard_reason: reason,
            due_at: null,
            manual_at: null,
            order_key: null,
            finished_at: nowMs,
          });
      }
      if (keys.length > 0) await lines.moveUp(keys);
      return discarded;
    },

    // What the schedule still wants is what is open, and the due index alone can count that.
    async countOpen(webhookId, { after, limit }) {
      const open = () => {
        const query = executor<Row[]>(deliveries)
          .where({ webhook_id: webhookId })
          .whereNotNull('due_at')
          .orderBy(['due_at', 'id']);
        if (after === null) return query;
        // The first comparison is implied by the second; it is what an index can be searched with everywhere.
        return query
          .where('due_at', '>=', after.due)
          .whereRaw('(due_at > ? or id > ?)', [after.due, after.id]);
      };
      const [last] = await open()
        .select('due_at', 'id')
        .offset(limit - 1)
        .limit(1);
      if (last !== undefined) {
        const next = {
          due: readInteger(last, 'due_at'),
          id: readChecked(last, 'id', isDeliveryId),
        };
        return { count: limit, next };
      }
      const rest = open().select('id').limit(limit).as('rest');
      const row = await executor.from(rest).count({ open_count: '*' }).first<Row>();
      return { count: readInteger(row, 'open_count'), next: null };
    },

    async findFinished(beforeMs, limit) {
      const rows = await executor(deliveries)
        .select<Row[]>('id')
        .where('finished_at', '<', beforeMs)
        // A manual attempt that somebody just asked for is not finished.
        .where((manual) => void manual.whereNull('manual_at').orWhere('manual_at', '<', beforeMs))
        .orderBy('finished_at')
        .limit(limit);
      return rows.map((row) => readChecked(row, 'id', isDeliveryId));
    },

    delete: (ids) =>
      atomically(executor, context, async (trx) => {
        for (const batch of inBatches(ids)) {
          await trx(attempts).whereIn('delivery_id', batch).delete();
          await trx(deliveries).whereIn('id', batch).delete();
        }
      }),
  };
};
