import { isWebhookId } from '../../domain/ids';
import type { WebhookRegistry } from '../../pipeline/ports';
import type { Executor } from './executor';
import { bumpRevision } from './meta';
import { readCheckedNumber, readText, type Row } from './rows';
import { lastExpiryOf, sealPrevious, sealSecrets } from './sealing';
import type { StoreContext } from './store-context';
import { atomically } from './transaction';
import { editedAt } from './webhook-edits';

type WebhookSecrets = Pick<WebhookRegistry, 'replaceSecrets' | 'forgetExpiredSecrets'>;

/**
 * How secrets follow each other.
 *
 * @param executor - what makes the statements
 */
export const createWebhookSecrets = (executor: Executor, context: StoreContext): WebhookSecrets => {
  const { dialect, tables, secretBox } = context;

  return {
    replaceSecrets: (id, { current, previous }) =>
      atomically(executor, context, async (trx) => {
        const replaced = await trx(tables.webhooks)
          .where({ id })
          .whereNull('deleted_at')
          .update({
            ...(current !== undefined && { secret: sealSecrets(secretBox, id, [current]) }),
            previous_secrets: sealPrevious(secretBox, id, previous),
            updated_at: editedAt(executor, dialect),
          });
        if (replaced > 0) await bumpRevision(trx, tables.meta);
        return replaced > 0;
      }),

    async forgetExpiredSecrets(nowMs) {
      const rows = await executor(tables.webhooks)
        .select<Row[]>('id', 'previous_secrets')
        .whereNotNull('previous_secrets');
      let forgotten = 0;
      for (const row of rows) {
        const sealed = readText(row, 'previous_secrets');
        if (lastExpiryOf(sealed) > nowMs) continue;
        const id = readCheckedNumber(row, 'id', isWebhookId);
        forgotten += await executor(tables.webhooks)
          .where({ id, previous_secrets: sealed })
          .update({ previous_secrets: null });
      }
      return forgotten;
    },
  };
};
