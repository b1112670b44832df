import { AsyncResource } from 'node:async_hooks';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const TAG = 'api::tag.tag';

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp({ settings: { topics: [{ name: 'order.paid' }] } });
  observed.plugin.events.registerTopic('cart.left.behind', 'A cart was left');
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

const tags = () => observed.documents(TAG);
const { stringify } = JSON;

describe('emit', () => {
  test('records the data, whatever JSON can hold', async () => {
    for (const data of [{ orderId: 5 }, ['a'], 'text', 0, null]) {
      await observed.plugin.events.emit('order.paid', data);
    }
    const recorded = await observed.whenRecorded(5, 0);
    expect(recorded.map(({ body }) => stringify(body['data']))).toEqual([
      '{"orderId":5}',
      '["a"]',
      '"text"',
      '0',
      'null',
    ]);
    expect(recorded[0]).toMatchObject({
      topic: 'order.paid',
      uid: null,
      documentId: null,
      locale: null,
    });
  });

  test('takes topics that were registered', async () => {
    await observed.plugin.events.emit('cart.left.behind', {});
    expect(await observed.whenRecorded(1, 0)).toHaveLength(1);
  });

  test('joins the caller’s transaction', async () => {
    const { db } = observed.strapi;
    await db
      .transaction(async () => {
        await observed.plugin.events.emit('order.paid', { never: true });
        await tags().create({ data: { name: 'never' } });
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await db.transaction(async () => {
      await tags().create({ data: { name: 'bought' } });
      await observed.plugin.events.emit('order.paid', { orderId: 6 });
    });
    const recorded = await observed.whenRecorded(2, 1);
    expect(recorded.map(({ topic }) => topic)).toEqual(['entry.create', 'order.paid']);
  });

  test('works where a transaction is over but still in the caller’s context', async () => {
    let late: Promise<void> = Promise.resolve();
    let release = (): void => {};
    const over = new Promise<void>((resolve) => {
      release = resolve;
    });
    await observed.strapi.db.transaction(() =>
      observed.strapi.db.transaction(() => {
        late = over.then(() => observed.plugin.events.emit('order.paid', { late: true }));
      }),
    );
    release();
    await late;
    expect(await observed.whenRecorded(1, 0)).toHaveLength(1);
  });

  test.each([
    ['order.refunded'],
    ['entry.create'],
    ['user.create'],
    ['webhook.disabled'],
    ['paid'],
    [''],
  ])('refuses the topic %j', async (topic) => {
    await expect(observed.plugin.events.emit(topic, {})).rejects.toMatchObject({
      code: 'topic_invalid',
    });
  });

  test.each([
    ['a big integer', { n: 1n }],
    ['a function', () => 1],
    ['a circle', circle()],
  ])('refuses %s', async (_name, data) => {
    await expect(observed.plugin.events.emit('order.paid', data)).rejects.toMatchObject({
      code: 'event_invalid',
    });
  });
});

describe('withoutWebhooks', () => {
  const silent = <T>(work: () => T): T => observed.plugin.events.withoutWebhooks(work);

  /** The only event since is that of this tag. */
  const expectSilence = async (announced: number): Promise<void> => {
    await tags().create({ data: { name: 'audible' } });
    const recorded = await observed.whenRecorded(1, announced + 1);
    expect(recorded.map(({ body }) => (body['entry'] as { name: string }).name)).toEqual([
      'audible',
    ]);
  };

  test('mutes documents, announcements and emit', async () => {
    const result = await silent(async () => {
      const { documentId } = await tags().create({ data: { name: 'silent' } });
      await tags().update({ documentId, data: { name: 'still silent' } });
      await observed.strapi.eventHub.emit('media.create', { media: { id: 1 } });
      await observed.plugin.events.emit('order.paid', {});
      return documentId;
    });
    expect(result).toEqual(expect.any(String));
    await expectSilence(2);
  });

  test('mutes a whole transaction', async () => {
    await silent(() =>
      observed.strapi.db.transaction(() => tags().create({ data: { name: 'silent' } })),
    );
    await expectSilence(1);
  });

  test('mutes a part of a transaction, and only that', async () => {
    await observed.strapi.db.transaction(async () => {
      await silent(async () => {
        const { documentId } = await tags().create({ data: { name: 'silent' } });
        await tags().update({ documentId, data: { name: 'silent' } });
        await observed
          .documents('api::article.article')
          .create({ data: { title: 'silent' }, status: 'published' });
        await tags().delete({ documentId });
      });
      await tags().create({ data: { name: 'audible' } });
    });
    await tags().create({ data: { name: 'audible too' } });
    const recorded = await observed.whenRecorded(2, 6);
    expect(recorded.map(({ body }) => (body['entry'] as { name: string }).name)).toEqual([
      'audible',
      'audible too',
    ]);
  });

  test('is over for what began inside of it and goes on, as a job of the schedule does', async () => {
    let doJob = (): Promise<unknown> => Promise.resolve();
    await silent(async () => {
      await tags().create({ data: { name: 'silent' } });
      doJob = AsyncResource.bind(async () => {
        await tags().create({ data: { name: 'audible' } });
        await observed.plugin.events.emit('order.paid', { orderId: 42 });
      });
    });
    await doJob();
    const recorded = await observed.whenRecorded(2, 2);
    expect(recorded.map(({ topic }) => topic)).toEqual(['entry.create', 'order.paid']);
  });

  test('throws what the work throws, and is over then', async () => {
    expect(() =>
      silent(() => {
        throw new Error('work failed');
      }),
    ).toThrow('work failed');
    await expectSilence(0);
  });
});

function circle(): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}
