import { setImmediate as nextTurn } from 'node:timers/promises';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';
const TAG = 'api::tag.tag';

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp();
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

const articles = () => observed.documents(ARTICLE);
const titleOf = (event: { readonly body: Record<string, unknown> } | undefined): unknown =>
  (event?.body['entry'] as { title?: unknown } | undefined)?.title;

describe('where core tells a wrong story', () => {
  test('two publishes in one transaction: core’s first entry is null, ours is what was published', async () => {
    const { documentId } = await articles().create({ data: { title: 'first' } });
    await observed.whenRecorded(1);
    await observed.forget();
    await observed.strapi.db.transaction(async () => {
      await articles().publish({ documentId });
      await articles().update({ documentId, data: { title: 'second' } });
      await articles().publish({ documentId });
    });
    const recorded = await observed.whenRecorded(3);
    const published = recorded.filter(({ topic }) => topic === 'entry.publish');
    expect(published.map(titleOf)).toEqual(['first', 'second']);
    const announced = observed.announced.filter(({ topic }) => topic === 'entry.publish');
    expect(announced.map(({ info }) => info['entry'] === null)).toContain(true);
  });

  test('create and update in one transaction: the creation carries what was created', async () => {
    await observed.strapi.db.transaction(async () => {
      const { documentId } = await articles().create({ data: { title: 'before' } });
      await articles().update({ documentId, data: { title: 'after' } });
    });
    const recorded = await observed.whenRecorded(2);
    expect(recorded.map((event) => [event.topic, titleOf(event)])).toEqual([
      ['entry.create', 'before'],
      ['entry.update', 'after'],
    ]);
    const created = observed.announced.find(({ topic }) => topic === 'entry.create');
    expect(created?.info['entry']).toMatchObject({ title: 'after' });
  });

  test('create and delete in one transaction: both are told, in their order', async () => {
    await observed.strapi.db.transaction(async () => {
      const { documentId } = await articles().create({ data: { title: 'short-lived' } });
      await articles().delete({ documentId });
    });
    const recorded = await observed.whenRecorded(2);
    expect(recorded.map((event) => [event.topic, titleOf(event)])).toEqual([
      ['entry.create', 'short-lived'],
      ['entry.delete', 'short-lived'],
    ]);
  });

  test('a deleted entry carries what belonged to it', async () => {
    const tag = await observed.documents(TAG).create({ data: { name: 'kept' } });
    const { documentId } = await articles().create({
      data: { title: 'with parts', tags: [tag.documentId], credits: [{ role: 'photo' }] },
    });
    await observed.whenRecorded(2);
    await observed.forget();
    await articles().delete({ documentId });
    const [event] = await observed.whenRecorded(1);
    expect(event?.body['entry']).toMatchObject({
      title: 'with parts',
      tags: [{ name: 'kept' }],
      credits: [{ role: 'photo' }],
    });
  });
});

describe('a rollback', () => {
  test('leaves no event', async () => {
    await expect(
      observed.strapi.db.transaction(async () => {
        await articles().create({ data: { title: 'never' }, status: 'published' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await observed.recorded()).toEqual([]);
    await articles().create({ data: { title: 'later' } });
    expect(await observed.whenRecorded(1)).toHaveLength(1);
  });

  test('by hand leaves no event', async () => {
    await observed.strapi.db.transaction(
      async ({ rollback }: { rollback: () => Promise<void> }) => {
        await articles().create({ data: { title: 'never' } });
        await rollback();
      },
    );
    await articles().create({ data: { title: 'later' } });
    const recorded = await observed.whenRecorded(1);
    expect(recorded.map(titleOf)).toEqual(['later']);
  });

  test('of an action that failed leaves no event', async () => {
    const stop = observed.strapi.db.lifecycles.subscribe({
      models: [ARTICLE],
      afterCreate: () => {
        throw new Error('a lifecycle hook says no');
      },
    });
    await expect(articles().create({ data: { title: 'never' } })).rejects.toThrow('says no');
    stop();
    await articles().create({ data: { title: 'later' } });
    const recorded = await observed.whenRecorded(1);
    expect(recorded.map(titleOf)).toEqual(['later']);
  });
});

describe('work that nobody awaited', () => {
  test('a lifecycle hook’s un-awaited writes go on after the commit, as without us', async () => {
    let release = (): void => {};
    const committed = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late: Promise<unknown>[] = [];
    const stop = observed.strapi.db.lifecycles.subscribe({
      models: [ARTICLE],
      afterCreate: () => {
        late.push(
          committed.then(() => observed.documents(TAG).create({ data: { name: 'written late' } })),
        );
      },
    });
    await articles().create({ data: { title: 'with a hook' } });
    stop();
    release();
    await expect(Promise.all(late)).resolves.toHaveLength(1);
    const recorded = await observed.whenRecorded(2);
    expect(recorded.map(({ uid }) => uid)).toEqual([ARTICLE, TAG]);
  });

  test('an action whose transaction ended under it is recorded if core announces it', async () => {
    const loose: Promise<unknown>[] = [];
    for (let turns = 0; turns < 30; turns += 1) {
      await observed.strapi.db.transaction(async () => {
        loose.push(
          articles()
            .create({ data: { title: `loose ${turns}` } })
            .catch(() => undefined),
        );
        for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      });
    }
    await Promise.all(loose);
    await observed.whenQuiet();
    const stored = await observed.strapi.db
      .query(ARTICLE)
      .findMany({ where: { title: { $startsWith: 'loose' } } });
    const isAnnounced = (title: unknown): boolean =>
      observed.announced.some(
        ({ info }) => (info['entry'] as { title?: unknown } | null)?.title === title,
      );
    const expected = stored.filter(({ title }) => isAnnounced(title));
    const titles = (await observed.recorded()).map(titleOf);
    expect(titles).toEqual(expect.arrayContaining(expected.map(({ title }) => title)));
    expect(new Set(titles).size).toBe(titles.length);
    expect(stored.map(({ title }) => title)).toEqual(expect.arrayContaining(titles));
  });
});
