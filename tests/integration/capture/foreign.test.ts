import { setImmediate as nextTurn } from 'node:timers/promises';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp();
  const { db } = observed.strapi;
  const transaction = db.transaction.bind(db);
  // Another plugin, or a later Strapi, that thinks a moment before it opens a transaction.
  Object.assign(db, {
    transaction: async (...work: Parameters<typeof transaction>) => {
      if (!db.inTransaction()) await nextTurn();
      return transaction(...work);
    },
  });
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

const create = (title: string) => observed.documents(ARTICLE).create({ data: { title } });

test('while it is not known how core opens its transactions, nothing is lost', async () => {
  for (let number = 1; number <= 3; number += 1) {
    await create(`number ${number}`);
    expect(await observed.whenRecorded(number)).toHaveLength(number);
  }
});

test('where core’s transactions are out of reach, ours goes around the action', async () => {
  const { connection } = observed.strapi.db;
  await connection.schema.renameTable('durable_webhooks_events', 'hidden_events');
  await expect(create('never')).rejects.toMatchObject({ code: 'event_not_recorded' });
  await connection.schema.renameTable('hidden_events', 'durable_webhooks_events');
  await create('kept');
  const recorded = await observed.whenRecorded(1);
  expect(recorded.map(({ body }) => body['entry'])).toMatchObject([{ title: 'kept' }]);
});
