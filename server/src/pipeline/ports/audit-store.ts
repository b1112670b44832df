import type { AuditEntry, NewAuditEntry } from '../../domain/audit';
import type { WebhookId } from '../../domain/ids';

/** What was done to webhooks, and by whom. Entries are only ever added, and pruned when they are old. */
export interface AuditStore {
  record(entries: readonly NewAuditEntry[]): Promise<void>;
  /**
   * Newest first.
   *
   * @param page - `beforeId` is the last id of the page before, or null for the first one
   */
  page(
    webhookId: WebhookId,
    page: { readonly beforeId: number | null; readonly limit: number },
  ): Promise<AuditEntry[]>;
  /** Removes up to `limit` entries that are older; returns how many. */
  prune(beforeMs: number, limit: number): Promise<number>;
}
