import { INDEX_NAMES, TABLE_NAMES } from '../tables';
import { DELIVERIES_WEBHOOK } from './0001-create-tables';
import { dropIndex, ensureColumns, ensureIndex, type Migration } from './migration';

const LONG = 'longtext';
const CORE_ID_LENGTH = 64;
const CONFIG_KEY_LENGTH = 64;

/**
 * What managing webhooks over HTTP and from the settings needs.
 *
 * Indexes cost every delivery, so there are few, and each carries several questions:
 * - `deliveries_log` lists deliveries of any webhook and state newest first and counts them by the hour;
 *   every other filter is read from it without touching the rows. It takes the place of the index of
 *   webhook and id, so that a delivery writes as many index entries as before.
 * - `deliveries_wishes` finds what people asked for webhook by webhook, so that a replay of ten thousand
 *   to a dead receiver is not in anybody's way. It is empty but for wishes. The older index of wishes stays:
 *   instances of the version before, which may still run beside this one, name it in their queries.
 * - `attempts_started` gives the latency of a span of time without touching the attempts' bodies.
 */
export const manage: Migration = {
  name: 'durable-webhooks-0002-manage',
  version: 2,
  async up(context) {
    const { dialect, tables } = context;
    await ensureColumns(context, TABLE_NAMES.webhooks, [
      [
        'config_key',
        (table) => table.specificType('config_key', dialect.keyType(CONFIG_KEY_LENGTH)),
      ],
      ['declared_status', (table) => table.string('declared_status', 20)],
      ['paused_reason', (table) => table.string('paused_reason', 40)],
      ['previous_secrets', (table) => table.text('previous_secrets', LONG)],
      ['core_id', (table) => table.string('core_id', CORE_ID_LENGTH)],
    ]);
    await ensureIndex(context, {
      name: INDEX_NAMES.webhooksKey,
      table: tables.webhooks,
      columns: ['config_key'],
      unique: true,
    });
    await ensureIndex(context, {
      name: INDEX_NAMES.deliveriesLog,
      table: tables.deliveries,
      columns: ['webhook_id', 'state', 'created_at', 'id'],
      covers: ['last_status_code', 'topic', 'uid', 'locale', 'document_id'],
    });
    await dropIndex(context, tables.deliveries, DELIVERIES_WEBHOOK);
    await ensureIndex(context, {
      name: INDEX_NAMES.deliveriesWishes,
      table: tables.deliveries,
      columns: ['webhook_id', 'manual_at', 'id'],
      where: 'manual_at is not null',
    });
    await ensureIndex(context, {
      name: INDEX_NAMES.attemptsStarted,
      table: tables.attempts,
      columns: ['started_at', 'outcome', 'duration_ms', 'delivery_id'],
    });
  },
};
