import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { disagreements, nameOf } from './announcements';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';
const TAG = 'api::tag.tag';

type Middleware = Parameters<Core.Strapi['documents']['use']>[0];
type Context = Parameters<Middleware>[0];

let observed: ObservedApp;
/** The middleware of a user, which the running test replaces. */
let middleware: Middleware | null = null;
let takeOutEarly: () => unknown;

beforeAll(async () => {
  observed = await bootObservedApp({
    hooks: {
      created: ({ documents }) => {
        documents.use((context, next) => (middleware ? middleware(context, next) : next()));
        const takeOut: unknown = documents.use((_context, next) => next());
        if (typeof takeOut !== 'function') throw new Error('use() gives no function any more');
        takeOutEarly = () => takeOut();
      },
    },
  });
});
afterAll(() => observed.stop());
beforeEach(async () => {
  middleware = null;
  await observed.forget();
});

const isCreation = ({ uid, action }: Context): boolean => uid === ARTICLE && action === 'create';
const create = (title: string) => observed.documents(ARTICLE).create({ data: { title } });

/** The events of one action, which core and we must agree about. */
const agreed = async (count: number) => {
  const recorded = await observed.whenRecorded(count);
  expect(disagreements(recorded, observed.announced.map(nameOf))).toEqual([]);
  return recorded;
};

/** Both places a middleware can be added: before the plugin, and long after it. */
describe.each([
  ['added before the plugin', (added: Middleware) => void (middleware = added)],
  ['added later', (added: Middleware) => void observed.strapi.documents.use(once(added))],
])('a user’s middleware, %s', (_name, use) => {
  test('reads with raw knex after next()', async () => {
    use(async (context, next) => {
      const result = await next();
      if (isCreation(context)) {
        await observed.strapi.db.connection('articles').count('* as count');
      }
      return result;
    });
    await create('raw read');
    await agreed(1);
  });

  test('writes another document without awaiting it', async () => {
    let loose: Promise<unknown> = Promise.resolve();
    use(async (context, next) => {
      const result = await next();
      if (isCreation(context)) {
        loose = observed.documents(TAG).create({ data: { name: 'fire and forget' } });
      }
      return result;
    });
    await create('with a loose write');
    await loose;
    expect((await agreed(2)).map(({ uid }) => uid)).toEqual([ARTICLE, TAG]);
  });

  test('writes another document before next()', async () => {
    use(async (context, next) => {
      if (isCreation(context)) {
        await observed.documents(TAG).create({ data: { name: 'first' } });
      }
      return next();
    });
    await create('second');
    expect((await agreed(2)).map(({ uid }) => uid)).toEqual([TAG, ARTICLE]);
  });

  test('is slow after next(): nobody else waits', async () => {
    const SLOW_MS = 2_000;
    use(async (context, next) => {
      const result = await next();
      if (isCreation(context)) await pause(SLOW_MS);
      return result;
    });
    const slow = create('slow');
    await observed.whenRecorded(1);
    const startedAtMs = performance.now();
    await observed.documents(TAG).create({ data: { name: 'meanwhile' } });
    await observed.whenRecorded(2);
    expect(performance.now() - startedAtMs).toBeLessThan(SLOW_MS);
    await slow;
    await agreed(2);
  });

  test('skips next(), as a soft delete does', async () => {
    const { documentId } = await create('kept');
    await agreed(1);
    await observed.forget();
    use(((context: Context, next: () => Promise<unknown>) =>
      context.action === 'delete' && context.uid === ARTICLE
        ? Promise.resolve({ documentId, entries: [{ id: 1, documentId }] })
        : next()) as Middleware);
    await observed.documents(ARTICLE).delete({ documentId });
    await create('after it');
    await agreed(1);
  });

  test('turns a delete into an update, as a soft delete does', async () => {
    const { documentId } = await create('kept');
    await agreed(1);
    await observed.forget();
    use((async (context: Context, next: () => Promise<unknown>) => {
      if (context.action !== 'delete' || context.uid !== ARTICLE) return next();
      const entry = await observed
        .documents(ARTICLE)
        .update({ documentId, data: { title: 'deleted softly' } });
      return { documentId, entries: [entry] };
    }) as Middleware);
    await observed.documents(ARTICLE).delete({ documentId });
    expect((await agreed(1)).map(({ topic }) => topic)).toEqual(['entry.update']);
  });

  test('calls next() twice: nothing is lost, nothing is told twice', async () => {
    const { documentId } = await create('once');
    await agreed(1);
    await observed.forget();
    use(async (context, next) => {
      if (context.action === 'update' && context.uid === ARTICLE) await next();
      return next();
    });
    await observed.documents(ARTICLE).update({ documentId, data: { title: 'twice' } });
    expect((await agreed(2)).map(({ topic }) => topic)).toEqual(['entry.update', 'entry.update']);
  });

  test('tries again after an error', async () => {
    let failures = 1;
    const stop = observed.strapi.db.lifecycles.subscribe({
      models: [ARTICLE],
      beforeCreate: () => {
        if (failures-- > 0) throw new Error('not now');
      },
    });
    use(async (context, next) => {
      try {
        return await next();
      } catch (error) {
        if (!isCreation(context)) throw error;
        return next();
      }
    });
    await create('at the second try');
    stop();
    expect((await agreed(1)).map(({ body }) => body['entry'])).toMatchObject([
      { title: 'at the second try' },
    ]);
  });

  test('changes the parameters', async () => {
    use((context, next) => {
      if (isCreation(context)) Object.assign(context.params, { status: 'published', locale: 'fr' });
      return next();
    });
    await create('as changed');
    expect((await agreed(2)).map(({ topic, locale }) => [topic, locale])).toEqual([
      ['entry.create', 'fr'],
      ['entry.publish', 'fr'],
    ]);
  });
});

describe('the order of middlewares', () => {
  /** Tells an event written in its transaction from one that was only announced. */
  const isCapturedInTransaction = async (title: string): Promise<boolean> =>
    observed.strapi.db.transaction(async ({ trx }: { trx: Knex.Transaction }) => {
      await create(title);
      const [row] = await trx('durable_webhooks_events')
        .where('body', 'like', `%${title}%`)
        .count({ count: '*' });
      return Number(row?.['count']) === 1;
    });

  test('a middleware that is taken out twice does not take ours with it', async () => {
    const takeOut: unknown = observed.strapi.documents.use((_context, next) => next());
    if (typeof takeOut !== 'function') throw new Error('use() gives no function any more');
    takeOut();
    takeOut();
    expect(await isCapturedInTransaction('still captured')).toBe(true);
    await agreed(1);
  });

  test('ours comes back after one that was added before us took it along', async () => {
    for (let times = 0; times < 3; times += 1) takeOutEarly();
    // Nothing tells us but the announcement of an entry that was not captured, twice in a row.
    for (const title of ['missed', 'missed again']) {
      expect(await isCapturedInTransaction(title)).toBe(false);
      await observed.whenRecorded(1);
      await observed.forget();
    }
    expect(await isCapturedInTransaction('captured')).toBe(true);
    await agreed(1);
  });
});

/** Nothing takes a middleware out of a running test safely, so it acts in one test only. */
const once = (added: Middleware): Middleware => {
  const test = expect.getState().currentTestName;
  return (context, next) =>
    expect.getState().currentTestName === test ? added(context, next) : next();
};
