import type { AuditStore } from '../../pipeline/ports';
import { auditRow, readAuditEntry } from './audit-row';
import { inBatches } from './batches';
import type { Executor } from './executor';
import { readInteger, type Row } from './rows';
import type { StoreContext } from './store-context';

/**
 * What was done to webhooks, and by whom.
 *
 * @param executor - what makes the statements
 */
export const createAuditStore = (
  executor: Executor,
  { tables, dialect }: StoreContext,
): AuditStore => ({
  async record(entries) {
    const now = executor.raw(dialect.nowMs);
    for (const batch of inBatches(entries)) {
      await executor(tables.audit).insert(
        batch.map((entry) => ({ ...auditRow(entry), created_at: now })),
      );
    }
  },

  async page(webhookId, { beforeId, limit }) {
    const query = executor(tables.audit)
      .select<Row[]>('*')
      .where({ webhook_id: webhookId })
      .orderBy('id', 'desc')
      .limit(limit);
    if (beforeId !== null) void query.where('id', '<', beforeId);
    return (await query).map(readAuditEntry);
  },

  async prune(beforeMs, limit) {
    // By a list of ids: MySQL would lock the gaps of a range.
    const rows = await executor(tables.audit)
      .select<Row[]>('id')
      .where('created_at', '<', beforeMs)
      .orderBy('created_at')
      .limit(limit);
    if (rows.length === 0) return 0;
    return executor(tables.audit)
      .whereIn(
        'id',
        rows.map((row) => readInteger(row, 'id')),
      )
      .delete();
  },
});
