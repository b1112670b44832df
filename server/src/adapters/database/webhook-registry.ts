import { isWebhookId, type WebhookId } from '../../domain/ids';
import { maskUrl } from '../../domain/masked-url';
import { WEBHOOK_STATUSES } from '../../domain/webhook';
import type { WebhookRegistry } from '../../pipeline/ports';
import type { Executor } from './executor';
import { bumpRevision } from './meta';
import { readNow } from './read-now';
import { readCheckedNumber, readInteger, readOneOf, type Row } from './rows';
import { openUrl, sealHeaders, sealSecrets, sealUrl } from './sealing';
import type { StoreContext } from './store-context';
import { atomically, requireTransaction } from './transaction';
import { createWebhookDeclarations } from './webhook-declarations';
import { declarationColumns, editedAt, editedColumns, statusColumns } from './webhook-edits';
import { readOwner, readUrlColumns, readWebhook } from './webhook-row';
import { createWebhookResealing } from './webhook-resealing';
import { createWebhookSecrets } from './webhook-secrets';

/** Drivers answer an insert with the id alone or with a row that holds it. */
const insertedId = (answer: unknown): WebhookId => {
  const row: Row = typeof answer === 'object' && answer !== null ? { ...answer } : { id: answer };
  return readCheckedNumber(row, 'id', isWebhookId);
};

/**
 * The webhooks as people manage them.
 *
 * @param executor - what makes the statements
 */
export const createWebhookRegistry = (
  executor: Executor,
  context: StoreContext,
): WebhookRegistry => {
  const { dialect, tables, secretBox } = context;
  const now = executor.raw(dialect.nowMs);
  return {
    ...createWebhookSecrets(executor, context),
    ...createWebhookResealing(executor, context),
    ...createWebhookDeclarations(executor, context),

    create: (webhook) =>
      atomically(executor, context, async (trx) => {
        // Asked once: the clock goes on within one statement, and a new webhook has not been changed.
        const nowMs = await readNow(trx, context);
        const answers: unknown[] = await trx(tables.webhooks).insert(
          {
            name: webhook.name,
            status: webhook.status,
            paused_reason: webhook.status === 'paused' ? 'person' : null,
            config_key: webhook.key ?? null,
            declared_status: webhook.key === undefined ? null : webhook.status,
            core_id: webhook.coreId ?? null,
            topics: JSON.stringify(webhook.topics),
            content_types:
              webhook.contentTypes === null ? null : JSON.stringify(webhook.contentTypes),
            delivery_url: maskUrl(webhook.deliveryUrl),
            headers: '[]',
            secret: '[]',
            options: JSON.stringify(webhook.options),
            failure_count: 0,
            last_sequence: 0,
            created_at: nowMs,
            updated_at: nowMs,
          },
          dialect.returning ? ['id'] : [],
        );
        const id = insertedId(answers[0]);
        // Sealed values are bound to their row, whose id exists only now.
        await trx(tables.webhooks)
          .where({ id })
          .update({
            headers: sealHeaders(secretBox, id, webhook.headers),
            secret: sealSecrets(secretBox, id, [webhook.secret]),
            ...sealUrl(secretBox, id, webhook.deliveryUrl),
          });
        await bumpRevision(trx, tables.meta);
        return id;
      }),

    update: (id, changes) =>
      atomically(executor, context, async (trx) => {
        const row = await trx(tables.webhooks)
          .first<Row | undefined>('status', 'delivery_url', 'sealed_delivery_url')
          .where({ id })
          .whereNull('deleted_at')
          .forUpdate();
        if (row === undefined) return false;
        const before = readOneOf(row, 'status', WEBHOOK_STATUSES);
        const movesElsewhere =
          changes.deliveryUrl !== undefined &&
          changes.deliveryUrl !== openUrl(secretBox, id, readUrlColumns(row)).value;
        await trx(tables.webhooks)
          .where({ id })
          .update({
            ...editedColumns(secretBox, id, changes),
            ...statusColumns(before, changes),
            ...declarationColumns(changes),
            // It was the other receiver that asked for silence.
            ...(movesElsewhere && { not_before_at: null }),
            updated_at: editedAt(executor, dialect),
          });
        await bumpRevision(trx, tables.meta);
        return true;
      }),

    delete: (id) =>
      atomically(executor, context, async (trx) => {
        const deleted = await trx(tables.webhooks)
          .where({ id })
          .whereNull('deleted_at')
          // Nobody needs these any more, and what is gone cannot leak.
          .update({
            deleted_at: now,
            updated_at: editedAt(executor, dialect),
            secret: '[]',
            previous_secrets: null,
            headers: '[]',
            sealed_delivery_url: null,
            // The settings may name another one so.
            config_key: null,
            declared_status: null,
          });
        if (deleted === 0) return false;
        await trx(tables.deliveries)
          .where({ webhook_id: id })
          .whereNotNull('manual_at')
          .whereNull('lease_until')
          .update({ manual_at: null, order_key: null });
        await bumpRevision(trx, tables.meta);
        return true;
      }),

    async find(id) {
      const row = await executor(tables.webhooks)
        .first<Row | undefined>('*')
        .where({ id })
        .whereNull('deleted_at');
      return row === undefined ? null : readWebhook(row, secretBox);
    },

    async findLocked(id) {
      requireTransaction(executor);
      const row = await executor(tables.webhooks)
        .first<Row | undefined>('*')
        .where({ id })
        .whereNull('deleted_at')
        .forUpdate();
      return row === undefined ? null : readWebhook(row, secretBox);
    },

    async list() {
      const rows = await executor(tables.webhooks)
        .select<Row[]>('*')
        .whereNull('deleted_at')
        .orderBy('id', 'desc');
      return rows.map((row) => readWebhook(row, secretBox));
    },

    async countByStatus() {
      const rows = await executor(tables.webhooks)
        .select<Row[]>('status')
        .count({ webhook_count: '*' })
        .whereNull('deleted_at')
        .groupBy('status');
      const counts = { active: 0, paused: 0, disabled: 0 };
      for (const row of rows) {
        counts[readOneOf(row, 'status', WEBHOOK_STATUSES)] = readInteger(row, 'webhook_count');
      }
      return counts;
    },

    async listOwners() {
      const deliveries = executor(`${tables.deliveries} as delivery`)
        .select(executor.raw('1'))
        .whereRaw('delivery.webhook_id = webhook.id');
      const rows = await executor(`${tables.webhooks} as webhook`)
        .select<Row[]>('webhook.*')
        .whereNull('webhook.deleted_at')
        .orWhereExists(deliveries)
        .orderBy('webhook.id');
      return rows.map((row) => readOwner(row, secretBox));
    },

    async findOwner(id) {
      const row = await executor(tables.webhooks).first<Row | undefined>('*').where({ id });
      return row === undefined ? null : readOwner(row, secretBox);
    },

    async listDeleted() {
      const open = (instant: string) =>
        executor(`${tables.deliveries} as delivery`)
          .select(executor.raw('1'))
          .whereRaw('delivery.webhook_id = webhook.id')
          .where('delivery.state', 'pending')
          .whereNotNull(instant);
      const rows = await executor(`${tables.webhooks} as webhook`)
        .select<Row[]>('webhook.id')
        .whereNotNull('webhook.deleted_at')
        .where((either) => {
          void either
            .whereExists(open('delivery.due_at'))
            .orWhereExists(open('delivery.manual_at'));
        })
        .orderBy('webhook.id');
      return rows.map((row) => readCheckedNumber(row, 'id', isWebhookId));
    },

    markPinged: (id) =>
      atomically(executor, context, async (trx) => {
        const marked = await trx(tables.webhooks)
          .where({ id })
          .whereNull('deleted_at')
          .whereNull('pinged_at')
          .update({ pinged_at: now });
        if (marked > 0) await bumpRevision(trx, tables.meta);
        return marked > 0;
      }),
  };
};
