import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database as StrapiDatabase } from '@strapi/database';
import type { Knex } from 'knex';
import {
  assertTablesReadable,
  createKnexDatabase,
  createStoreContext,
  registerMigrations,
  runMigrations,
} from '../../server/src/adapters/database';
import type { Migration } from '../../server/src/adapters/database/migrations/migration';
import {
  MIGRATIONS,
  runMigration,
} from '../../server/src/adapters/database/migrations/run-migrations';
import { CODE_VERSION, META, readMeta } from '../../server/src/adapters/database/meta';
import { INDEX_NAMES, TABLE_NAMES } from '../../server/src/adapters/database/tables';
import { databaseServers, type TestDatabase } from '../helpers/databases';
import { anEvent, aNewWebhook, fakeSecretBox } from './fixture';

const BOOTS = 5;

/** What the code calls itself whose last migration is the last of these. */
const codeVersionOf = (migrations: readonly Migration[]): number =>
  Math.max(1, ...migrations.map(({ minCodeVersion = 1 }) => minCodeVersion));

describe.each(databaseServers())('migrations on $client', (server) => {
  let testDatabase: TestDatabase;
  let knex: Knex;
  beforeEach(async () => {
    testDatabase = await server.create();
    knex = testDatabase.connect();
  });
  afterEach(() => testDatabase.drop());

  const indexNames = async (): Promise<string[]> => {
    const sql = {
      sqlite: "select name from sqlite_master where type = 'index'",
      postgres: 'select indexname as name from pg_indexes',
      mysql:
        'select index_name as name from information_schema.statistics where table_schema = database()',
    }[server.client];
    const rows = await knex.select<{ name: string }[]>('*').from(knex.raw(`(${sql}) as indexes`));
    return rows.map(({ name }) => name);
  };

  const works = async (schemaName?: string): Promise<void> => {
    const context = createStoreContext(knex, { secretBox: fakeSecretBox, schemaName });
    const { stores } = createKnexDatabase(knex, context);
    const event = anEvent();
    await stores.events.insert([event]);
    expect(await stores.events.find(event.id)).toEqual(event);
    await stores.registry.create(aNewWebhook());
    expect(await stores.webhooks.revision()).toBeGreaterThan(1);
  };

  test('make every table and index, once', async () => {
    await runMigrations(knex);
    expect(await indexNames()).toEqual(expect.arrayContaining(Object.values(INDEX_NAMES)));
    expect(await readMeta(knex, TABLE_NAMES.meta, META.schemaVersion)).toBe(
      MIGRATIONS.at(-1)?.version,
    );
    await works();
    const revision = await readMeta(knex, TABLE_NAMES.meta, META.revision);
    await runMigrations(knex);
    expect(await readMeta(knex, TABLE_NAMES.meta, META.revision)).toBe(revision);
    await works();
  });

  test('finish what a crash left half done', async () => {
    await runMigrations(knex);
    await knex.schema.dropTable(TABLE_NAMES.attempts);
    await knex.schema.alterTable(TABLE_NAMES.deliveries, (table) => {
      table.dropIndex([], INDEX_NAMES.deliveriesManual);
    });
    await knex(TABLE_NAMES.meta).where({ name: META.revision }).delete();
    await runMigrations(knex);
    expect(await indexNames()).toEqual(expect.arrayContaining(Object.values(INDEX_NAMES)));
    await works();
  });

  test('of several instances that boot at once do not disturb each other', async () => {
    const boots = Array.from({ length: BOOTS }, () =>
      // Two writers in one process would block each other: SQLite waits without yielding.
      runMigrations(server.client === 'sqlite' ? knex : testDatabase.connect()),
    );
    await Promise.all(boots);
    await works();
  });

  test('stop where newer code has been, and say so', async () => {
    await runMigrations(knex);
    await assertTablesReadable(knex);
    await knex(TABLE_NAMES.meta).where({ name: META.minCodeVersion }).update({ value: 999 });
    await expect(assertTablesReadable(knex)).rejects.toMatchObject({ code: 'newer_tables' });
    await expect(runMigrations(knex)).rejects.toMatchObject({ code: 'newer_tables' });
  });

  const runThose = async (migrations: readonly Migration[]): Promise<void> => {
    for (const migration of migrations) {
      await knex.transaction((trx) => runMigration(trx, migration));
    }
  };

  const columnsByTable = async (): Promise<Map<string, string[]>> => {
    const columns = new Map<string, string[]>();
    for (const table of Object.values(TABLE_NAMES)) {
      if (!(await knex.schema.hasTable(table))) continue;
      columns.set(table, Object.keys(await knex(table).columnInfo()));
    }
    return columns;
  };

  /** Two, so that what must be unique meets what older code leaves out. Digits fit every column of ours. */
  const insertTwo = async (table: string, columns: readonly string[]): Promise<void> => {
    for (const value of ['1', '2']) {
      await knex(table).insert(Object.fromEntries(columns.map((column) => [column, value])));
    }
  };

  test.each(MIGRATIONS.map(({ version }) => version))(
    'let code of version %i of the tables write as before, or tell it to stop',
    async (version) => {
      const known = MIGRATIONS.filter((migration) => migration.version <= version);
      const codeVersion = codeVersionOf(known);
      const later = MIGRATIONS.slice(known.length);
      const end = later.findIndex(({ minCodeVersion = 1 }) => minCodeVersion > codeVersion);
      const bearable = end === -1 ? later : later.slice(0, end);
      await runThose(known);
      const columns = await columnsByTable();
      await runThose(bearable);
      expect(await readMeta(knex, TABLE_NAMES.meta, META.minCodeVersion)).toBe(codeVersion);
      for (const [table, names] of columns) await insertTwo(table, names);
      await runThose(later.slice(bearable.length));
      expect(await readMeta(knex, TABLE_NAMES.meta, META.minCodeVersion)).toBe(CODE_VERSION);
    },
  );

  test('are run by Strapi, once', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'durable-webhooks-migrations-'));
    const { client, connection, ...rest } = testDatabase.strapiConnection;
    const said: unknown[] = [];
    const logger = {
      info: (message: unknown) => void said.push(message),
      warn: () => undefined,
      error: () => undefined,
      debug: () => undefined,
    };
    const boot = async (): Promise<void> => {
      const strapiDatabase = new StrapiDatabase({
        connection: { client, connection: { ...connection }, ...rest },
        settings: { migrations: { dir } },
        logger,
      });
      registerMigrations(strapiDatabase);
      await strapiDatabase.migrations.up();
      await strapiDatabase.destroy();
    };
    await boot();
    await boot();
    await rm(dir, { recursive: true });
    const ours = said.filter((message) =>
      JSON.stringify(message).includes('durable-webhooks-0001'),
    );
    // Begun and ended, in the first boot alone.
    expect(ours).toHaveLength(2);
    await works();
  });

  if (server.client === 'mysql') {
    test('make tables for every script, compared byte by byte', async () => {
      await runMigrations(knex);
      const rows = await knex('information_schema.tables')
        .select<{ collation: string }[]>({ collation: 'table_collation' })
        .where('table_name', 'like', 'durable_webhooks_%')
        .whereRaw('table_schema = database()');
      expect(rows.map(({ collation }) => collation)).toEqual(
        Object.keys(TABLE_NAMES).map(() => 'utf8mb4_bin'),
      );
    });
  }

  if (server.client === 'postgres') {
    test('make tables in the schema they are given', async () => {
      await knex.raw('create schema "Other-Place"');
      await runMigrations(knex, 'Other-Place');
      await runMigrations(knex, 'Other-Place');
      expect(await knex.schema.hasTable(TABLE_NAMES.events)).toBe(false);
      await assertTablesReadable(knex, 'Other-Place');
      await works('Other-Place');
    });
  }
});
