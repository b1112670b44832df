import createKnex, { type Knex } from 'knex';
import {
  createKnexDatabase,
  createStoreContext,
  runMigrations,
} from '../../server/src/adapters/database';
import {
  MIGRATIONS,
  runMigration,
} from '../../server/src/adapters/database/migrations/run-migrations';
import { TABLE_NAMES } from '../../server/src/adapters/database/tables';
import { anEvent, aNewWebhook, fakeSecretBox } from '../conformance/fixture';
import { databaseUnderTest, type TestDatabase } from '../helpers/database-under-test';

/** A busy server needs up to five seconds for a cut: a run tries every fourth there, `--long` each of them. */
const CLIENT = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
const STRIDE = CLIENT === 'sqlite' || process.env['DURABLE_EVERY_CUT'] === 'true' ? 1 : 4;
/** For a hundred cuts, on a machine that does much else. */
jest.setTimeout(900_000);

/** What a driver's connection can be ended with, so that the database sees what it sees when a process dies. */
interface RawConnection {
  close?(): unknown;
  destroy?(): unknown;
  readonly connection?: { readonly stream?: { destroy(): unknown } };
}

/** A statement as knex hands it to a driver. */
type Asked = string | { readonly sql: string };

const sever = (raw: RawConnection): void => {
  if (raw.connection?.stream !== undefined) raw.connection.stream.destroy();
  else if (raw.destroy !== undefined) raw.destroy();
  else raw.close?.();
};

const { query } = createKnex.Client.prototype as {
  query(this: unknown, connection: RawConnection, asked: unknown): Promise<unknown>;
};

/** A cut after one of these finds the database as a cut before it does. */
const changesNothing = (sql: string): boolean =>
  /^\s*(select|show|pragma)\b/i.test(sql) && !/lock/i.test(sql);

/** Lets so many statements through; then the connection is gone, and so is every later one. */
const cutAfter = (statements: number) => {
  const state = { asked: 0, cut: false, changes: new Array<number>() };
  Object.assign(createKnex.Client.prototype, {
    query(connection: RawConnection, asked: Asked): Promise<unknown> {
      state.asked += 1;
      const sql = typeof asked === 'string' ? asked : asked.sql;
      if (!changesNothing(sql)) state.changes.push(state.asked);
      if (state.asked > statements) {
        if (!state.cut) sever(connection);
        state.cut = true;
        return Promise.reject(new Error('the process is gone'));
      }
      return query.call(this, connection, asked);
    },
  });
  return state;
};

const restoreQueries = (): void => void Object.assign(createKnex.Client.prototype, { query });

let database: TestDatabase;
beforeEach(async () => {
  database = await databaseUnderTest();
});
afterEach(async () => {
  restoreQueries();
  await database.drop();
});

const COLUMNS = {
  sqlite:
    "select tbl_name as place, sql as what from sqlite_master where tbl_name like 'durable_webhooks_%'",
  postgres:
    "select table_name || '.' || column_name as place, data_type || is_nullable as what from information_schema.columns" +
    " where table_name like 'durable_webhooks_%'" +
    " union all select indexname, indexdef from pg_indexes where tablename like 'durable_webhooks_%'",
  mysql:
    "select concat(table_name, '.', column_name) as place, concat(column_type, is_nullable) as what" +
    " from information_schema.columns where table_schema = database() and table_name like 'durable_webhooks_%'" +
    " union all select concat(table_name, '.', index_name, seq_in_index), column_name from information_schema.statistics" +
    " where table_schema = database() and table_name like 'durable_webhooks_%'",
} as const;

/** Everything that the database knows about the shape of our tables. */
const shapeOf = async (knex: Knex): Promise<string[]> => {
  const rows = await knex
    .select<{ place: string; what: string }[]>('*')
    .from(knex.raw(`(${COLUMNS[database.client]}) as shape`));
  return rows.map(({ place, what }) => `${place}: ${what}`).sort();
};

const dropTables = async (knex: Knex): Promise<void> => {
  for (const table of Object.values(TABLE_NAMES)) await knex.schema.dropTableIfExists(table);
};

const works = async (knex: Knex): Promise<void> => {
  const { stores } = createKnexDatabase(
    knex,
    createStoreContext(knex, { secretBox: fakeSecretBox }),
  );
  const event = anEvent();
  await stores.events.insert([event]);
  expect(await stores.events.find(event.id)).toEqual(event);
  await stores.registry.create(aNewWebhook());
  expect(await stores.webhooks.revision()).toBeGreaterThan(1);
};

/** One row in each table, as the first version of the tables had them. */
const ROWS_OF_VERSION_1: readonly (readonly [table: string, row: Record<string, unknown>])[] = [
  [
    TABLE_NAMES.webhooks,
    {
      ...{ name: 'of version 1', status: 'active', topics: '["entry.*"]', content_types: null },
      ...{
        delivery_url: 'https://example.com/hook',
        headers: '[]',
        secret: 'sealed',
        options: '{}',
      },
      ...{ failure_count: 0, last_sequence: 1, created_at: 1, updated_at: 1 },
    },
  ],
  [
    TABLE_NAMES.events,
    {
      ...{
        id: 'evt_1',
        topic: 'entry.create',
        uid: 'api::tag.tag',
        document_id: 'a',
        locale: null,
      },
      ...{ model: 'tag', body: '{}', body_bytes: 2, occurred_at: 1, recorded_at: 1, fanned_out: 1 },
    },
  ],
  [
    TABLE_NAMES.deliveries,
    {
      ...{
        id: 'evt_1.1',
        event_id: 'evt_1',
        webhook_id: 1,
        topic: 'entry.create',
        state: 'pending',
      },
      ...{ sequence: 1, attempt_count: 1, failed_attempt_count: 1, interrupted_count: 0 },
      ...{ due_at: 5, created_at: 1 },
    },
  ],
  [
    TABLE_NAMES.attempts,
    {
      ...{ delivery_id: 'evt_1.1', number: 1, attempt_trigger: 'scheduled', outcome: 'failure' },
      ...{ started_at: 1, duration_ms: 2, response_truncated: 0, late: 0 },
    },
  ],
];

const fillVersion1 = async (knex: Knex): Promise<void> => {
  const [first] = MIGRATIONS;
  if (first === undefined) throw new Error('there are no migrations');
  await knex.transaction((trx) => runMigration(trx, first));
  for (const [table, row] of ROWS_OF_VERSION_1) await knex(table).insert(row);
};

const expectRowsOfVersion1 = async (knex: Knex): Promise<void> => {
  for (const [table, row] of ROWS_OF_VERSION_1) {
    const rows = await knex<Record<string, unknown>>(table).select(Object.keys(row));
    // Drivers return some big integers as text.
    const asText = (values: Record<string, unknown>): unknown =>
      Object.entries(values).map(([column, value]) => `${column}: ${String(value)}`);
    expect(rows.map(asText)).toEqual([asText(row)]);
  }
};

/**
 * Ends the migrations after each statement that changes something, and lets them run again.
 *
 * @param prepare - what the tables are like before
 * @param check - what must be there afterwards, besides the tables themselves
 */
const resumeAfterCuts = async (
  prepare: (knex: Knex) => Promise<void>,
  check: (knex: Knex) => Promise<void>,
): Promise<void> => {
  const survivor = database.connect();
  await prepare(survivor);
  const whole = cutAfter(Number.POSITIVE_INFINITY);
  await runMigrations(survivor);
  const places = whole.changes.filter((statements) => statements < whole.asked);
  restoreQueries();
  const first = Math.floor(Math.random() * STRIDE);
  const cuts = places.filter((_statements, index) => index % STRIDE === first);
  process.stdout.write(
    `${cuts.length} of ${places.length} cuts on ${CLIENT}, the first after statement ${cuts[0]}\n`,
  );
  const wanted = await shapeOf(survivor);

  for (const statements of cuts) {
    await dropTables(survivor);
    await prepare(survivor);
    const victim = database.connect();
    cutAfter(statements);
    await expect(runMigrations(victim)).rejects.toThrow();
    restoreQueries();
    await victim.destroy();

    await runMigrations(survivor);
    expect({ statements, shape: await shapeOf(survivor) }).toEqual({ statements, shape: wanted });
    await check(survivor);
  }
  await works(survivor);
};

const nothing = (): Promise<void> => Promise.resolve();

it('resumes after an end between any two statements that change something', () =>
  resumeAfterCuts(nothing, nothing));

it('does so with the rows of the first version in the tables, and keeps them', () =>
  resumeAfterCuts(fillVersion1, expectRowsOfVersion1));
