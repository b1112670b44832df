import { isWebhookId } from '../../domain/ids';
import type { WebhookRegistry } from '../../pipeline/ports';
import type { Executor } from './executor';
import { bumpMeta, META, readMeta } from './meta';
import { readCheckedNumber, readText, type Row } from './rows';
import type { StoreContext } from './store-context';
import { requireTransaction } from './transaction';

type WebhookDeclarations = Pick<
  WebhookRegistry,
  'lockDeclarations' | 'importedFromCore' | 'coreRevision' | 'bumpCoreRevision'
>;

/**
 * Where webhooks come from when no person made them: the settings, and core.
 *
 * @param executor - what makes the statements
 */
export const createWebhookDeclarations = (
  executor: Executor,
  { tables }: StoreContext,
): WebhookDeclarations => ({
  async lockDeclarations() {
    requireTransaction(executor);
    await executor(tables.meta).first('value').where({ name: META.declarations }).forUpdate();
  },

  async importedFromCore() {
    const rows = await executor(tables.webhooks)
      .select<Row[]>('id', 'core_id')
      .whereNull('deleted_at')
      .whereNotNull('core_id')
      .orderBy('id');
    return new Map(
      rows.map((row) => [readText(row, 'core_id'), readCheckedNumber(row, 'id', isWebhookId)]),
    );
  },

  coreRevision: async () => (await readMeta(executor, tables.meta, META.coreRevision)) ?? 0,

  bumpCoreRevision: () => bumpMeta(executor, tables.meta, META.coreRevision),
});
