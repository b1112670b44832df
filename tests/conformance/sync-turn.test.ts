import type { Knex } from 'knex';
import { takeTurnsToSync } from '../../server/src/adapters/database';
import { databaseServers } from '../helpers/databases';
import { notHere } from '../helpers/not-here';
import { waitUntil } from '../helpers/wait-until';
import { openFixture, type Fixture } from './fixture';

const servers = databaseServers().filter(({ client }) => client !== 'sqlite');

/** How a third connection sees that somebody waits. */
const WAITING = {
  postgres: `select count(*) as n from pg_locks join pg_database on pg_database.oid = pg_locks.database
             where datname = current_database() and locktype = 'advisory' and not granted`,
  mysql:
    "select count(*) as n from information_schema.processlist where db = database() and state = 'User lock'",
};

/** As much of Strapi as stands around its sync. */
const instanceOn = (connection: Knex, shouldRun: () => boolean, most?: number) => {
  const handlers = new Map<string, () => Promise<void>>();
  takeTurnsToSync({
    db: { connection, migrations: { shouldRun: () => Promise.resolve(shouldRun()) } },
    config: { get: () => most },
    hook: (name) => ({ register: (handler) => handlers.set(name, handler) }),
  });
  const call = (name: string) => handlers.get(`strapi::content-types.${name}`)?.();
  return { before: () => call('beforeSync'), after: () => call('afterSync') };
};

// A file has one writer, and one process that serves it.
describe.each(servers.length > 0 ? servers : [null])('turns to sync on %#', (server) => {
  if (server === null) {
    notHere('turns to sync need PostgreSQL, MySQL or MariaDB');
    return;
  }
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());

  it('keep an instance waiting until the one before it has synced', async () => {
    const first = instanceOn(fixture.knex, () => true);
    const second = instanceOn(fixture.knex, () => true);
    const order: string[] = [];
    await first.before();
    const waiting = Promise.resolve(second.before()).then(() => order.push('second goes'));
    const sql = server.client === 'mysql' ? WAITING.mysql : WAITING.postgres;
    await waitUntil(
      async () => {
        const [row] = await fixture.knex
          .select<{ n: unknown }[]>('*')
          .from(fixture.knex.raw(`(${sql}) as w`));
        return Number(row?.n);
      },
      (count) => count === 1,
      'the second to wait',
    );
    order.push('first ends');
    await first.after();
    await waiting;
    await second.after();
    expect(order).toEqual(['first ends', 'second goes']);
  });

  it.each([
    ['nothing is new', () => false, undefined],
    ['there is no second connection', () => true, 1],
  ])('are not taken where %s', async (_why, shouldRun, most) => {
    const first = instanceOn(fixture.knex, () => true);
    const other = instanceOn(fixture.knex, shouldRun, most);
    await first.before();
    await other.before();
    await other.after();
    await first.after();
  });
});
