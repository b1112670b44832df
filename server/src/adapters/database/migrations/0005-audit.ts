import { INDEX_NAMES, TABLE_NAMES } from '../tables';
import { ensureIndex, ensureTable, type Migration } from './migration';

/** Who did what to a webhook. */
export const audit: Migration = {
  name: 'durable-webhooks-0005-audit',
  version: 5,
  async up(context) {
    const table = context.tables.audit;
    await ensureTable(context, TABLE_NAMES.audit, (columns) => {
      columns.bigIncrements('id');
      columns.integer('webhook_id').notNullable();
      columns.string('action', 40).notNullable();
      columns.string('actor_kind', 20).notNullable();
      columns.string('actor_id', 64);
      columns.string('actor_name');
      columns.text('fields', 'longtext').notNullable();
      columns.text('details', 'longtext').notNullable();
      columns.bigInteger('created_at').notNullable();
    });
    await ensureIndex(context, {
      name: INDEX_NAMES.auditWebhook,
      table,
      columns: ['webhook_id', 'id'],
    });
    await ensureIndex(context, { name: INDEX_NAMES.auditCreated, table, columns: ['created_at'] });
  },
};
