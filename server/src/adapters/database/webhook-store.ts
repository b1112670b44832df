import type { WebhookStore } from '../../pipeline/ports';
import { inBatches } from './batches';
import type { Executor } from './executor';
import { bumpRevision, META, readMeta } from './meta';
import { storable, wholeMs, wholeMsOrNull, type Row } from './rows';
import type { StoreContext } from './store-context';
import { atomically, requireTransaction } from './transaction';
import { readHealth, readWebhook } from './webhook-row';
import { createWebhookSequences } from './webhook-sequences';

/**
 * The webhooks as delivering needs them.
 *
 * @param executor - what makes the statements
 */
export const createWebhookStore = (executor: Executor, context: StoreContext): WebhookStore => {
  const { tables, secretBox } = context;
  const { takeSequence, takeSequences } = createWebhookSequences(executor, context);

  return {
    async listWithSecrets() {
      const rows = await executor(tables.webhooks)
        .select<Row[]>('*')
        .whereNull('deleted_at')
        .orderBy('id');
      return rows.map((row) => readWebhook(row, secretBox));
    },

    async revision() {
      return (await readMeta(executor, tables.meta, META.revision)) ?? 0;
    },

    takeSequence,
    takeSequences,

    async lockHealth(ids) {
      requireTransaction(executor);
      const rows: Row[] = [];
      for (const batch of inBatches([...ids].sort((one, other) => one - other))) {
        rows.push(
          ...(await executor(tables.webhooks)
            .select<Row[]>('*')
            .whereIn('id', batch)
            .whereNull('deleted_at')
            .orderBy('id')
            .forUpdate()),
        );
      }
      return rows.map(readHealth);
    },

    settleHealth: (settlements) =>
      atomically(executor, context, async (trx) => {
        for (const { id, failureCount, lastFailureAtMs, notBeforeMs, disable } of settlements) {
          await trx(tables.webhooks)
            .where({ id })
            .update({
              failure_count: failureCount,
              last_failure_at: wholeMsOrNull(lastFailureAtMs),
              not_before_at: wholeMsOrNull(notBeforeMs),
              ...(disable !== null && {
                status: 'disabled',
                disabled_reason: disable.reason,
                disabled_message: storable(disable.message),
                disabled_at: wholeMs(disable.atMs),
              }),
            });
        }
        if (settlements.some(({ affectsSending }) => affectsSending)) {
          await bumpRevision(trx, tables.meta);
        }
      }),
  };
};
