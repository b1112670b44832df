import { changedFields, type Actor, type NewAuditEntry } from '../domain/audit';
import type { Stores, WebhookWithSecret } from './ports';

/**
 * Puts on record what an edit changed, in its own transaction. An edit that changed nothing leaves nothing.
 *
 * @param stores - the stores of the transaction
 * @param before - the webhook before the edit
 * @param actor - who did it
 * @param details - for the change of the status
 * @returns the webhook after it; null when it is gone
 */
export const recordEdit = async (
  stores: Stores,
  before: WebhookWithSecret,
  actor: Actor,
  details: NonNullable<NewAuditEntry['details']> = {},
): Promise<WebhookWithSecret | null> => {
  const after = await stores.registry.find(before.id);
  if (after === null) return null;
  const fields = changedFields(before, after);
  const entries: NewAuditEntry[] = [];
  if (fields.length > 0) {
    entries.push({ webhookId: before.id, action: 'changed', actor, fields });
  }
  if (after.status !== before.status && after.status !== 'disabled') {
    const action = after.status === 'active' ? 'resumed' : 'paused';
    entries.push({ webhookId: before.id, action, actor, details });
  }
  await stores.audit.record(entries);
  return after;
};
