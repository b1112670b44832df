import type { Knex } from 'knex';
import { INDEX_NAMES, TABLE_NAMES } from '../tables';
import { ensureIndex, ensureTable, type Migration, type MigrationContext } from './migration';

const EVENT_ID_LENGTH = 36;
const DELIVERY_ID_LENGTH = 64;
const LONG = 'longtext';
/** Gone since the second migration. */
export const DELIVERIES_WEBHOOK = 'durable_webhooks_deliveries_webhook';
/** Gone since the fourth migration. */
export const EVENTS_PENDING = 'durable_webhooks_events_pending';

const createWebhooks = (context: MigrationContext): Promise<void> =>
  ensureTable(context, TABLE_NAMES.webhooks, (table) => {
    table.increments('id');
    table.string('name').notNullable();
    table.string('status', 20).notNullable();
    table.text('topics', LONG).notNullable();
    table.text('content_types', LONG);
    table.text('delivery_url', LONG).notNullable();
    table.text('headers', LONG).notNullable();
    table.text('secret', LONG).notNullable();
    table.text('options', LONG).notNullable();
    table.integer('failure_count').notNullable();
    table.bigInteger('last_failure_at');
    table.bigInteger('not_before_at');
    table.string('disabled_reason', 40);
    table.text('disabled_message', LONG);
    table.bigInteger('disabled_at');
    table.bigInteger('last_sequence').notNullable();
    table.bigInteger('pinged_at');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.bigInteger('deleted_at');
  });

/** Columns that events and deliveries share. */
const addSubject = (table: Knex.CreateTableBuilder): void => {
  table.string('topic').notNullable();
  table.string('uid');
  table.string('document_id');
  table.string('locale');
};

const createEvents = async (context: MigrationContext): Promise<void> => {
  const { dialect, tables } = context;
  await ensureTable(context, TABLE_NAMES.events, (table) => {
    table.specificType('id', dialect.keyType(EVENT_ID_LENGTH)).notNullable().primary();
    addSubject(table);
    table.string('model');
    table.text('body', LONG).notNullable();
    table.integer('body_bytes').notNullable();
    table.bigInteger('occurred_at').notNullable();
    table.bigInteger('recorded_at').notNullable();
    table.integer('only_webhook_id');
    table.smallint('fanned_out').notNullable();
  });
  await ensureIndex(context, {
    name: EVENTS_PENDING,
    table: tables.events,
    columns: ['fanned_out', 'id'],
    where: 'fanned_out = 0',
  });
  await ensureIndex(context, {
    name: INDEX_NAMES.eventsRecorded,
    table: tables.events,
    columns: ['recorded_at'],
  });
};

const createDeliveries = async (context: MigrationContext): Promise<void> => {
  const { dialect, tables } = context;
  await ensureTable(context, TABLE_NAMES.deliveries, (table) => {
    table.specificType('id', dialect.keyType(DELIVERY_ID_LENGTH)).notNullable().primary();
    table.specificType('event_id', dialect.keyType(EVENT_ID_LENGTH)).notNullable();
    table.integer('webhook_id').notNullable();
    addSubject(table);
    table.string('state', 20).notNullable();
    table.bigInteger('sequence').notNullable();
    table.integer('attempt_count').notNullable();
    table.integer('failed_attempt_count').notNullable();
    table.integer('interrupted_count').notNullable();
    table.bigInteger('due_at');
    table.bigInteger('manual_at');
    table.string('lease_owner');
    table.bigInteger('lease_until');
    table.string('lease_trigger', 20);
    table.integer('last_status_code');
    table.text('last_error', LONG);
    table.string('discard_reason', 40);
    table.bigInteger('created_at').notNullable();
    table.bigInteger('finished_at');
  });
  const table = tables.deliveries;
  const { deliveriesDue, deliveriesManual, deliveriesFinished, deliveriesEvent } = INDEX_NAMES;
  await ensureIndex(context, {
    name: deliveriesDue,
    table,
    columns: ['webhook_id', 'due_at', 'id'],
    where: 'due_at is not null',
  });
  await ensureIndex(context, {
    name: deliveriesManual,
    table,
    columns: ['manual_at', 'id'],
    where: 'manual_at is not null',
  });
  await ensureIndex(context, {
    name: deliveriesFinished,
    table,
    columns: ['finished_at'],
    where: 'finished_at is not null',
  });
  await ensureIndex(context, { name: DELIVERIES_WEBHOOK, table, columns: ['webhook_id', 'id'] });
  await ensureIndex(context, { name: deliveriesEvent, table, columns: ['event_id'] });
};

const createAttempts = async (context: MigrationContext): Promise<void> => {
  const { dialect, tables } = context;
  await ensureTable(context, TABLE_NAMES.attempts, (table) => {
    table.bigIncrements('id');
    table.specificType('delivery_id', dialect.keyType(DELIVERY_ID_LENGTH)).notNullable();
    table.integer('number').notNullable();
    table.string('attempt_trigger', 20).notNullable();
    table.string('outcome', 20).notNullable();
    table.bigInteger('started_at').notNullable();
    table.integer('duration_ms').notNullable();
    table.string('request_method', 10);
    table.text('request_url', LONG);
    table.text('request_headers', LONG);
    table.integer('response_status');
    table.text('response_headers', LONG);
    table.text('response_body', LONG);
    table.smallint('response_truncated').notNullable();
    table.string('error_code', 40);
    table.text('error_message', LONG);
    table.smallint('late').notNullable();
  });
  await ensureIndex(context, {
    name: INDEX_NAMES.attemptsDelivery,
    table: tables.attempts,
    columns: ['delivery_id', 'number'],
  });
};

export const createTables: Migration = {
  name: 'durable-webhooks-0001-create-tables',
  version: 1,
  async up(context) {
    await createWebhooks(context);
    await createEvents(context);
    await createDeliveries(context);
    await createAttempts(context);
  },
};
