import { INDEX_NAMES, TABLE_NAMES } from '../tables';
import { EVENTS_PENDING } from './0001-create-tables';
import { dropIndex, ensureColumns, ensureIndex, type Migration } from './migration';

const ORDER_KEY_LENGTH = 32;

/**
 * What keeping the order of each document needs.
 *
 * - `order_key` is set while a delivery is open and its webhook keeps an order. For all others it is null, so
 *   that they take no place in `deliveries_order` where the database can leave rows out.
 * - `events_queue` sorts new events by the database's clock: ids are made on the instances' clocks, which differ.
 *
 * Older code would end deliveries without letting those move up that wait for them.
 */
export const ordering: Migration = {
  name: 'durable-webhooks-0004-ordering',
  version: 4,
  minCodeVersion: 2,
  async up(context) {
    const { dialect, tables } = context;
    await ensureColumns(context, TABLE_NAMES.deliveries, [
      ['order_key', (table) => table.specificType('order_key', dialect.keyType(ORDER_KEY_LENGTH))],
    ]);
    await ensureIndex(context, {
      name: INDEX_NAMES.deliveriesOrder,
      table: tables.deliveries,
      columns: ['order_key', 'sequence'],
      where: 'order_key is not null',
    });
    await ensureIndex(context, {
      name: INDEX_NAMES.eventsQueue,
      table: tables.events,
      columns: ['fanned_out', 'recorded_at', 'id'],
      where: 'fanned_out = 0',
    });
    await dropIndex(context, tables.events, EVENTS_PENDING);
  },
};
