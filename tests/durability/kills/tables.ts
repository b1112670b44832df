import type { Knex } from 'knex';
import { INDEX_NAMES, TABLE_NAMES } from '../../../server/src/adapters/database/tables';
import { deliveryIdOf } from '../../../server/src/domain/ids';
import { createKnexStores, createStoreContext } from '../../../server/src/adapters/database';
import { aNewDelivery, anEvent, fakeSecretBox } from '../../conformance/fixture';
import { webhookId } from '../../helpers/builders';
import type { TestDatabase } from '../../helpers/databases';
import { waitUntil } from '../../helpers/wait-until';

const LONG_AGO = 1_500_000_000_000;
const SETTLE_MS = 30_000;

/** Enough of a delivery that waits to see why. */
interface WaitingDelivery {
  readonly id: string;
  readonly attempt_count: number;
  readonly due_at: string | number | null;
  readonly lease_until: string | number | null;
  readonly last_error: string | null;
}

/** Events that wait for their deliveries, and deliveries that wait for a success. */
export interface Waiting {
  readonly events: number;
  readonly deliveries: readonly WaitingDelivery[];
}

/** Tells whether nothing waits any more. */
export const isDrained = ({ events, deliveries }: Waiting): boolean =>
  events + deliveries.length === 0;

/** The plugin's tables, seen from outside while no app runs or beside one. */
export interface Tables {
  /** Waits until the database has noticed that a killed process is gone, and undone what it left open. */
  settle(): Promise<void>;
  /** Deliveries that somebody holds. */
  leased(): Promise<string[]>;
  /** What waits, be it for fan-out or for an attempt. */
  waiting(): Promise<Waiting>;
  failuresByDelivery(): Promise<ReadonlyMap<string, number>>;
  /** Deliveries that ended without success, in a few words each; not pings, which are tried once. */
  givenUp(): Promise<string[]>;
  /** Adds deliveries that ended long ago, with their events, for the pruning to find. */
  addAged(ownerId: string, count: number): Promise<void>;
  countAged(): Promise<number>;
  /** Makes the next boot migrate again: its work is undone as far as no data is touched. */
  forgetMigrations(): Promise<void>;
}

const SESSIONS = {
  sqlite: null,
  postgres:
    'select count(*) as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()' +
    " and backend_type = 'client backend'",
  mysql:
    'select count(*) as count from information_schema.processlist where db = database() and id <> connection_id()',
} as const;

interface CountRow {
  readonly delivery_id: string;
  readonly count: string | number;
}

interface GivenUpRow {
  readonly id: string;
  readonly topic: string;
  readonly last_error: string | null;
  readonly discard_reason: string | null;
}

const countOf = (row: { count?: string | number } | undefined): number => Number(row?.count ?? 0);

/**
 * Looks at a database from outside.
 *
 * @param database - whose; its `drop` ends the connection
 */
export const openTables = (database: TestDatabase): Tables => {
  const knex = database.connect();
  const has = (table: string): Promise<boolean> => knex.schema.hasTable(table);
  const count = async (query: Knex.QueryBuilder): Promise<number> =>
    countOf(await query.count({ count: '*' }).first<{ count: string | number }>());
  const sessions = async (): Promise<number> => {
    const sql = SESSIONS[database.client];
    if (sql === null) return 0;
    const [row] = await knex.select<{ count: string | number }[]>('*').from(knex.raw(`(${sql}) s`));
    return countOf(row);
  };

  return {
    settle: async () => {
      await waitUntil(sessions, (open) => open === 0, 'the sessions of the killed app', SETTLE_MS);
    },
    leased: async () => {
      if (!(await has(TABLE_NAMES.deliveries))) return [];
      const rows = await knex(TABLE_NAMES.deliveries)
        .whereNotNull('lease_owner')
        .select<{ id: string }[]>('id');
      return rows.map(({ id }) => id);
    },
    waiting: async () => ({
      events: await count(knex(TABLE_NAMES.events).where({ fanned_out: 0 })),
      deliveries: await knex(TABLE_NAMES.deliveries)
        .where({ state: 'pending' })
        .select<WaitingDelivery[]>('id', 'attempt_count', 'due_at', 'lease_until', 'last_error'),
    }),
    failuresByDelivery: async () => {
      const rows = await knex(TABLE_NAMES.attempts)
        .where({ outcome: 'failure' })
        .orWhere({ late: 1 })
        .groupBy('delivery_id')
        .select<CountRow[]>('delivery_id', knex.raw('count(*) as count'));
      return new Map(rows.map((row) => [row.delivery_id, countOf(row)]));
    },
    givenUp: async () => {
      const rows = await knex(TABLE_NAMES.deliveries)
        .whereIn('state', ['failed', 'discarded'])
        .whereNot({ topic: 'ping' })
        .select<GivenUpRow[]>('id', 'topic', 'last_error', 'discard_reason');
      return rows.map((row) => Object.values(row).join(' '));
    },
    addAged: async (ownerId, howMany) => {
      const context = createStoreContext(knex, { secretBox: fakeSecretBox });
      const owner = webhookId(Number(ownerId));
      const events = Array.from({ length: howMany }, () => anEvent({ documentId: 'aged' }));
      const deliveries = events.map(({ id: eventId }) =>
        aNewDelivery(owner, { eventId, id: deliveryIdOf(eventId, owner), documentId: 'aged' }),
      );
      // An app is running: what it could see half made, it would fan out and deliver.
      await knex.transaction(async (trx) => {
        const stores = createKnexStores(trx, context);
        await stores.events.insert(events);
        await stores.deliveries.insert(deliveries);
        await trx(TABLE_NAMES.events)
          .where({ document_id: 'aged' })
          .update({ recorded_at: LONG_AGO, fanned_out: 1 });
        await trx(TABLE_NAMES.deliveries)
          .where({ document_id: 'aged' })
          .update({ state: 'succeeded', due_at: null, finished_at: LONG_AGO });
      });
    },
    countAged: async () =>
      (await count(knex(TABLE_NAMES.events).where({ document_id: 'aged' }))) +
      (await count(knex(TABLE_NAMES.deliveries).where({ document_id: 'aged' }))),
    forgetMigrations: async () => {
      if (!(await has('strapi_migrations_internal'))) return;
      await knex('strapi_migrations_internal').where('name', 'like', 'durable-webhooks-%').delete();
      for (const [name, table] of Object.entries(indexTables)) {
        if (!(await has(table))) continue;
        await dropIndex(knex, database.client, name, table);
      }
    },
  };
};

const tableOf = (index: string): string =>
  Object.values(TABLE_NAMES).find((table) => index.startsWith(table)) ?? TABLE_NAMES.deliveries;

const indexTables = Object.fromEntries(
  Object.values(INDEX_NAMES).map((index) => [index, tableOf(index)]),
);

const dropIndex = async (
  knex: Knex,
  client: TestDatabase['client'],
  name: string,
  table: string,
): Promise<void> => {
  if (client !== 'mysql') {
    await knex.raw('drop index if exists ??', [name]);
    return;
  }
  await knex.raw('drop index if exists ?? on ??', [name, table]);
};
