import type { Core } from '@strapi/types';
import { AUDIT_ACTIONS, type NewAuditEntry } from '../domain/audit';
import { PLUGIN_ID } from '../plugin-id';
import type { AuditStore, Database, Log, Stores } from '../pipeline/ports';

/** What Strapi's audit log stores of one of its events. */
interface AuditShape {
  readonly resource: { readonly type: string; readonly id: number };
  readonly details: Readonly<Record<string, unknown>>;
  readonly outcome: 'success';
}

interface AuditLogsLifecycle {
  registerEvent(name: string, transform: (entry: NewAuditEntry) => AuditShape): unknown;
}

const SERVICE = 'audit-logs-lifecycle';
const eventOf = (action: string): string => `${PLUGIN_ID}.webhook.${action.replaceAll('_', '-')}`;

/**
 * Makes our entries known to Strapi's own audit log, which only some editions have. Call it while plugins
 * bootstrap: the log is there from then on.
 *
 * @param strapi - the Strapi
 */
export const registerAuditEvents = (strapi: Core.Strapi): void => {
  if (!strapi.has(SERVICE)) return;
  const lifecycle = strapi.get<Partial<AuditLogsLifecycle>>(SERVICE);
  for (const action of AUDIT_ACTIONS) {
    lifecycle.registerEvent?.(eventOf(action), ({ webhookId, fields = [], details = {} }) => ({
      resource: { type: `${PLUGIN_ID}.webhook`, id: webhookId },
      details: { ...details, ...(fields.length > 0 && { fields }) },
      outcome: 'success',
    }));
  }
};

/**
 * A database that also tells Strapi's audit log what was put on record in a transaction, once it is over.
 * What fails there is logged and changes nothing.
 *
 * @param database - the database
 * @param deps - the Strapi, and the log
 */
export const toldToStrapi = (
  database: Database,
  { strapi, log }: { readonly strapi: Core.Strapi; readonly log: Log },
): Database => {
  const tell = async (entries: readonly NewAuditEntry[]): Promise<void> => {
    if (!strapi.has(SERVICE)) return;
    for (const entry of entries) {
      try {
        await strapi.eventHub.emit(eventOf(entry.action), entry);
      } catch (error) {
        log.warn(`Strapi's audit log failed: ${String(error)}`);
      }
    }
  };
  return {
    stores: database.stores,
    transaction: async (work) => {
      let recorded: NewAuditEntry[] = [];
      const result = await database.transaction((stores) => {
        // A transaction that is tried again begins anew.
        recorded = [];
        const record = async (entries: readonly NewAuditEntry[]): Promise<void> => {
          await stores.audit.record(entries);
          recorded.push(...entries);
        };
        return work(withAudit(stores, { ...stores.audit, record }));
      });
      await tell(recorded);
      return result;
    },
  };
};

/** Each by its name: what is made when it is asked for is not copied by a spread. */
const withAudit = (stores: Stores, audit: AuditStore): Stores => {
  const { events, deliveries, attempts, reports, webhooks, registry, clock } = stores;
  const now = (): Promise<number> => stores.now();
  return { events, deliveries, attempts, reports, webhooks, registry, audit, clock, now };
};
