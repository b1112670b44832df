import { auditQuerySchema, type AuditEntryView, type AuditQuery } from '../contracts/audit';
import type { AuditEntry } from '../domain/audit';
import { PluginError } from '../errors/plugin-error';
import type { Database } from '../pipeline/ports';
import { checked } from './checked';
import { knownWebhookId, webhookNotFound } from './existing-webhook';

export interface AuditPage {
  readonly entries: readonly AuditEntryView[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Who did what to webhooks: `strapi.plugin('durable-webhooks').service('audit')`. */
export interface AuditService {
  /**
   * A page of what was done to a webhook, newest first; also after it was deleted.
   *
   * @throws PluginError `webhook_not_found`, `query_invalid`
   */
  list(query: AuditQuery): Promise<AuditPage>;
}

/**
 * Makes the service.
 *
 * @param deps - the database
 */
export const createAuditService = ({
  database,
}: {
  readonly database: Database;
}): AuditService => ({
  list: async (query) => {
    const { webhookId: id, cursor, limit } = checked(auditQuerySchema, query, 'query_invalid');
    const webhookId = knownWebhookId(id);
    const { audit, registry } = database.stores;
    const beforeId = cursor === undefined ? null : idOf(cursor);
    const rows = await audit.page(webhookId, { beforeId, limit: limit + 1 });
    if (rows.length === 0 && beforeId === null && (await registry.find(webhookId)) === null) {
      throw webhookNotFound(id);
    }
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      entries: page.map(entryView),
      nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.id) : null,
    };
  },
});

const entryView = ({ atMs, ...entry }: AuditEntry): AuditEntryView => ({
  ...entry,
  actor: { ...entry.actor },
  fields: [...entry.fields],
  details: { ...entry.details },
  at: new Date(atMs).toISOString(),
});

/** A place in the list as callers carry it: not theirs to read. */
const cursorOf = (id: number): string => Buffer.from(`audit.${id}`).toString('base64url');

const idOf = (cursor: string): number => {
  const [, digits] = /^audit\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new PluginError('query_invalid', {
    faults: [{ path: ['cursor'], message: 'must be the nextCursor of the page before' }],
  });
};
