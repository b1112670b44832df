import { isDeliveryId, isWebhookId, type DeliveryId, type WebhookId } from '../../domain/ids';
import { isOrderKey, keepsOrder, orderKeyOf, type OrderKey } from '../../domain/ordering';
import type { DeliveryStore } from '../../pipeline/ports';
import { inBatches } from './batches';
import type { Executor } from './executor';
import { createLines, goingInstants } from './lines';
import { readChecked, readCheckedNumber, readNullableText, type Row } from './rows';
import type { StoreContext } from './store-context';
import { atomically } from './transaction';
import { WAITING_MS } from './waiting';
import { readOptions } from './webhook-row';

/** How deliveries come to stand in line, and leave it. */
export interface DeliveryOrder extends Pick<
  DeliveryStore,
  'openLines' | 'standInLine' | 'leaveLine'
> {
  /** Arranges the lines of deliveries that were given back. */
  moveUpAfterRelease(ids: readonly DeliveryId[]): Promise<void>;
  /** Puts deliveries that people ask for into their lines again, where their webhook keeps an order. Returns how many. */
  rejoin(ids: readonly DeliveryId[]): Promise<number>;
}

const SUBJECT = ['id', 'webhook_id', 'uid', 'document_id'] as const;

const idOf = (row: Row): DeliveryId => readChecked(row, 'id', isDeliveryId);
const webhookOf = (row: Row): WebhookId => readCheckedNumber(row, 'webhook_id', isWebhookId);

/**
 * Makes the part of the deliveries' store that keeps the order of documents.
 *
 * @param executor - what makes the statements
 */
export const createDeliveryOrder = (executor: Executor, context: StoreContext): DeliveryOrder => {
  const { deliveries, webhooks } = context.tables;
  const lines = createLines(executor, context);

  const setKeys = async (keys: ReadonlyMap<DeliveryId, OrderKey>): Promise<void> => {
    for (const batch of inBatches([...keys])) {
      const cases = batch.map(() => 'when ? then ?').join(' ');
      const ids = batch.map(([id]) => id);
      await executor(deliveries)
        .whereIn('id', ids)
        // One that ended meanwhile would stand at the head of its line for ever.
        .where((open) => void open.whereNotNull('due_at').orWhereNotNull('manual_at'))
        .update({ order_key: executor.raw(`case id ${cases} end`, batch.flat()) });
    }
  };

  const busyLines = async (keys: readonly OrderKey[]): Promise<Set<OrderKey>> => {
    const busy = new Set<OrderKey>();
    for (const batch of inBatches(keys)) {
      const rows = await executor(deliveries)
        .distinct<Row[]>('order_key')
        .whereIn('order_key', batch)
        .whereNotNull('lease_owner');
      for (const row of rows) busy.add(readChecked(row, 'order_key', isOrderKey));
    }
    return busy;
  };

  /** Gives rows their places; the first of each line may go, unless another one is being attempted. */
  const arrange = async (rows: readonly Row[]): Promise<void> => {
    const keyed = new Map<DeliveryId, OrderKey>();
    for (const row of rows) {
      const key = orderKeyOf({
        webhookId: webhookOf(row),
        uid: readNullableText(row, 'uid'),
        documentId: readNullableText(row, 'document_id'),
      });
      if (key !== null) keyed.set(idOf(row), key);
    }
    const keys = [...new Set(keyed.values())];
    await setKeys(keyed);
    await lines.letWait('order_key', keys);
    const busy = await busyLines(keys);
    const free = keys.filter((key) => !busy.has(key));
    // A caller's own transaction may see the past (MySQL's default); what it locks, it sees as it is.
    const first = await lines.firsts(free, { locked: true });
    await lines.letGo([...first.values()]);
  };

  const orderedAmong = async (ids: readonly WebhookId[]): Promise<Set<WebhookId>> => {
    const rows = await executor(webhooks)
      .select<Row[]>('id', 'options')
      .whereIn('id', [...new Set(ids)]);
    return new Set(
      rows
        .filter((row) => keepsOrder({ options: readOptions(row) }))
        .map((row) => readCheckedNumber(row, 'id', isWebhookId)),
    );
  };

  return {
    openLines: async (keys) => new Set((await lines.firsts(keys)).keys()),

    async moveUpAfterRelease(ids) {
      for (const batch of inBatches(ids)) {
        const rows = await executor(deliveries)
          .select<Row[]>('id', 'webhook_id', 'order_key')
          .whereIn('id', batch)
          .whereNotNull('order_key');
        if (rows.length === 0) continue;
        await lines.lockWebhooks(rows.map(webhookOf));
        await lines.moveUp(
          rows.map((row) => readChecked(row, 'order_key', isOrderKey)),
          // What stands in no line has nobody to wait for.
          rows.map(idOf),
        );
      }
    },

    async rejoin(ids) {
      let placed = 0;
      for (const batch of inBatches(ids)) {
        const rows = await executor(deliveries)
          .select<Row[]>(...SUBJECT)
          .whereIn('id', batch)
          .whereNotNull('document_id');
        const ordered = await orderedAmong(rows.map(webhookOf));
        if (ordered.size === 0) continue;
        await lines.lockWebhooks([...ordered]);
        const concerned = rows.filter((row) => ordered.has(webhookOf(row)));
        await arrange(concerned);
        placed += concerned.length;
      }
      return placed;
    },

    standInLine: (webhookId, limit) =>
      atomically(executor, context, async (trx) => {
        const rows = await trx(deliveries)
          .select<Row[]>('id')
          .where({ webhook_id: webhookId })
          .whereNotNull('due_at')
          .whereNotNull('document_id')
          .whereNull('order_key')
          .orderBy(['due_at', 'id'])
          .limit(limit);
        return createDeliveryOrder(trx, context).rejoin(rows.map(idOf));
      }),

    leaveLine: (webhookId, limit) =>
      atomically(executor, context, async (trx) => {
        await createLines(trx, context).lockWebhooks([webhookId]);
        const left = new Set<DeliveryId>();
        for (const column of ['due_at', 'manual_at']) {
          const rows = await trx(deliveries)
            .select<Row[]>('id')
            .where({ webhook_id: webhookId })
            .where(column, '>=', WAITING_MS)
            .orderBy([column, 'id'])
            .limit(limit - left.size);
          for (const row of rows) left.add(idOf(row));
          if (left.size >= limit) break;
        }
        for (const batch of inBatches([...left])) {
          await trx(deliveries)
            .whereIn('id', batch)
            .update({ ...goingInstants(trx), order_key: null });
        }
        return left.size;
      }),
  };
};
