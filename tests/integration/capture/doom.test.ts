import type { Knex } from 'knex';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';
const EVENTS = 'durable_webhooks_events';
/** Where it stands whether the webhooks have changed. */
const META = 'durable_webhooks_meta';

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp({ settings: { topics: [{ name: 'order.paid' }] } });
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

type Transaction = {
  readonly trx: Knex.Transaction;
  readonly onRollback: (run: () => void) => void;
};

const create = (title: string) => observed.documents(ARTICLE).create({ data: { title } });
const stored = async (): Promise<string[]> => {
  const rows = await observed.strapi.db
    .query(ARTICLE)
    .findMany({ where: { title: { $startsWith: 'doom' } } });
  return rows.map(({ title }) => title);
};

const withoutTable = async <T>(table: string, work: () => Promise<T>): Promise<T> => {
  const { connection } = observed.strapi.db;
  await connection.schema.renameTable(table, `${table}_hidden`);
  try {
    return await work();
  } finally {
    await connection.schema.renameTable(`${table}_hidden`, table);
  }
};
/** Runs work while events cannot be written. */
const withoutEventsTable = <T>(work: () => Promise<T>) => withoutTable(EVENTS, work);

const notRecorded = expect.objectContaining({ code: 'event_not_recorded' });

afterEach(async () => {
  // Whatever happened, the connection is free again and saves work.
  await create('after it');
  await observed.whenRecorded(1);
  expect(observed.announced.map(({ topic }) => topic)).toEqual(['entry.create']);
});

test('a save whose event cannot be written fails and leaves nothing', async () => {
  await withoutEventsTable(() => expect(create('doom')).rejects.toEqual(notRecorded));
  expect(await stored()).toEqual([]);
});

test('the error says why, and nothing of what was saved', async () => {
  const error: unknown = await withoutEventsTable(() =>
    create('doom confidential').catch((reason: unknown) => reason),
  );
  expect(error).toEqual(notRecorded);
  expect(String(error)).toMatch(
    /so the whole transaction was rolled back: .*durable_webhooks_events/,
  );
  expect(String(error)).not.toContain('confidential');
});

test('everything in the outer transaction is rolled back', async () => {
  await withoutEventsTable(() =>
    expect(
      observed.strapi.db.transaction(async () => {
        await observed.strapi.db.query(ARTICLE).create({ data: { title: 'doom by query' } });
        await create('doom');
      }),
    ).rejects.toEqual(notRecorded),
  );
  expect(await stored()).toEqual([]);
});

test('a caller that swallows the error still hears of it when the transaction ends', async () => {
  const rolledBack: string[] = [];
  await withoutEventsTable(() =>
    expect(
      observed.strapi.db.transaction(async ({ onRollback }: Transaction) => {
        onRollback(() => rolledBack.push('outer'));
        await observed.strapi.db.query(ARTICLE).create({ data: { title: 'doom by query' } });
        await create('doom').catch(() => undefined);
        return 'as if all were well';
      }),
    ).rejects.toEqual(notRecorded),
  );
  expect(await stored()).toEqual([]);
  expect(rolledBack).toEqual(['outer']);
});

test('so does one that swallows it in a nested transaction', async () => {
  await withoutEventsTable(() =>
    expect(
      observed.strapi.db.transaction(async () => {
        await observed.strapi.db
          .transaction(async () => {
            await create('doom');
          })
          .catch(() => undefined);
        await observed.strapi.db
          .query(ARTICLE)
          .findMany({ limit: 1 })
          .catch(() => undefined);
      }),
    ).rejects.toEqual(notRecorded),
  );
  expect(await stored()).toEqual([]);
});

test.each([
  ['Promise.all', (work: Promise<unknown>[]) => Promise.all(work)],
  ['Promise.allSettled', (work: Promise<unknown>[]) => Promise.allSettled(work)],
])('inside %s', async (_name, together) => {
  await withoutEventsTable(() =>
    expect(
      observed.strapi.db.transaction(() =>
        together(Array.from({ length: 5 }, (_, index) => create(`doom ${index}`))),
      ),
    ).rejects.toEqual(notRecorded),
  );
  expect(await stored()).toEqual([]);
});

test('a caller that commits by hand is told so', async () => {
  await withoutEventsTable(async () => {
    const outcomes: unknown[] = [];
    const transaction = observed.strapi.db.transaction(
      async ({ commit }: { commit: () => Promise<void> }) => {
        await create('doom').catch(() => undefined);
        await commit().catch((error: unknown) => outcomes.push(error));
        return 'swallowed that too';
      },
    );
    await expect(transaction).rejects.toEqual(notRecorded);
    expect(outcomes).toEqual([notRecorded]);
  });
  expect(await stored()).toEqual([]);
});

test('a caller that rolls back by hand may carry on', async () => {
  await withoutEventsTable(() =>
    expect(
      observed.strapi.db.transaction(async ({ rollback }: { rollback: () => Promise<void> }) => {
        await create('doom').catch(() => undefined);
        await rollback();
        return 'gave up in good order';
      }),
    ).resolves.toBe('gave up in good order'),
  );
  expect(await stored()).toEqual([]);
});

/** Longer than webhooks are remembered without a look at the database. */
const untilWebhooksAreLookedUp = () => new Promise((resolve) => setTimeout(resolve, 700));

test.each([
  ['a save', (): Promise<unknown> => create('doom 2')],
  ['an event', (): Promise<unknown> => observed.plugin.events.emit('order.paid', {})],
])(
  '%s that looks the webhooks up in a doomed transaction is told what doomed it',
  async (_what, act) => {
    const outcomes: unknown[] = [];
    await withoutEventsTable(() =>
      expect(
        observed.strapi.db.transaction(async () => {
          await create('doom 1').catch((error: unknown) => outcomes.push(error));
          await untilWebhooksAreLookedUp();
          await act().catch((error: unknown) => outcomes.push(error));
        }),
      ).rejects.toEqual(notRecorded),
    );
    expect(outcomes).toEqual([notRecorded, notRecorded]);
    expect(outcomes[0]).toBe(outcomes[1]);
    expect(await stored()).toEqual([]);
  },
);

test('an event of one’s own that cannot be written dooms the transaction that it joined', async () => {
  await withoutEventsTable(() =>
    expect(
      observed.strapi.db.transaction(async () => {
        await observed.strapi.db.query(ARTICLE).create({ data: { title: 'doom by query' } });
        await observed.plugin.events.emit('order.paid', {}).catch(() => undefined);
      }),
    ).rejects.toEqual(notRecorded),
  );
  expect(await stored()).toEqual([]);
});

test.each([
  ['a save', (): Promise<unknown> => create('doom')],
  ['an event', (): Promise<unknown> => observed.plugin.events.emit('order.paid', {})],
])('%s that cannot look the webhooks up dooms its transaction', async (_what, act) => {
  await untilWebhooksAreLookedUp();
  await withoutTable(META, () =>
    expect(
      observed.strapi.db.transaction(async () => {
        await observed.strapi.db.query(ARTICLE).create({ data: { title: 'doom by query' } });
        await act().catch(() => undefined);
      }),
    ).rejects.toEqual(notRecorded),
  );
  expect(await stored()).toEqual([]);
});

test('nothing more is written in a doomed transaction', async () => {
  const outcomes: unknown[] = [];
  await withoutEventsTable(() =>
    expect(
      observed.strapi.db.transaction(async () => {
        for (const title of ['doom 1', 'doom 2']) {
          await create(title).catch((error: unknown) => outcomes.push(error));
        }
      }),
    ).rejects.toEqual(notRecorded),
  );
  expect(outcomes).toEqual([notRecorded, notRecorded]);
  expect(outcomes[0]).toBe(outcomes[1]);
  expect(await stored()).toEqual([]);
});
