import { isWebhookId } from '../../domain/ids';
import { hasCredentials } from '../../domain/masked-url';
import type { WebhookRegistry } from '../../pipeline/ports';
import type { Executor } from './executor';
import { readCheckedNumber, readNullableText, readText, type Row } from './rows';
import { sealedTexts, sealHeaders, sealPrevious, sealSecrets, sealUrl } from './sealing';
import type { StoreContext } from './store-context';
import { atomically } from './transaction';
import { readWebhook } from './webhook-row';

type WebhookResealing = Pick<WebhookRegistry, 'listOutdated' | 'reseal'>;

/**
 * How sealed columns move to the newest key.
 *
 * @param executor - what makes the statements
 */
export const createWebhookResealing = (
  executor: Executor,
  context: StoreContext,
): WebhookResealing => {
  const { tables, secretBox } = context;

  const isCurrent = (row: Row): boolean =>
    sealedTexts({
      secret: readText(row, 'secret'),
      previous: readNullableText(row, 'previous_secrets'),
      headers: readText(row, 'headers'),
      url: readNullableText(row, 'sealed_delivery_url'),
    }).every((text) => secretBox.isCurrent(text)) &&
    // Before the URL's column was there, all of it was in clear.
    (row['sealed_delivery_url'] !== null || !hasCredentials(readText(row, 'delivery_url')));

  return {
    async listOutdated() {
      const rows = await executor(tables.webhooks)
        .select<Row[]>('*')
        .whereNull('deleted_at')
        .orderBy('id');
      return rows
        .filter((row) => !isCurrent(row))
        .map((row) => readCheckedNumber(row, 'id', isWebhookId));
    },

    reseal: (id) =>
      atomically(executor, context, async (trx) => {
        const row = await trx(tables.webhooks)
          .first<Row | undefined>('*')
          .where({ id })
          .whereNull('deleted_at')
          .forUpdate();
        if (row === undefined || isCurrent(row)) return 'current';
        const webhook = readWebhook(row, secretBox);
        if (webhook.secretFault !== null) return 'unreadable';
        // No edit: nothing of the webhook changed, and nobody has to be told.
        await trx(tables.webhooks)
          .where({ id })
          .update({
            secret: sealSecrets(secretBox, id, webhook.secrets),
            previous_secrets: sealPrevious(secretBox, id, webhook.previousSecrets),
            headers: sealHeaders(secretBox, id, webhook.headers),
            ...sealUrl(secretBox, id, webhook.deliveryUrl),
          });
        return 'resealed';
      }),
  };
};
