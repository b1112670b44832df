import { disagreements, nameOf } from './announcements';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp();
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

const expectTopics = async (expected: Readonly<Record<string, number>>): Promise<void> => {
  const count = Object.values(expected).reduce((sum, number) => sum + number, 0);
  const recorded = await observed.whenRecorded(count);
  expect(disagreements(recorded, observed.announced.map(nameOf))).toEqual([]);
  const counted: Record<string, number> = {};
  for (const { topic } of recorded) counted[topic] = (counted[topic] ?? 0) + 1;
  expect(counted).toEqual(expected);
};

const createArticles = async (count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { documentId } = await observed
      .documents(ARTICLE)
      .create({ data: { title: `Article ${index}` } });
    ids.push(documentId);
  }
  await observed.whenRecorded(count);
  await observed.forget();
  return ids;
};

describe('the content manager', () => {
  const manager = () => observed.strapi.plugin('content-manager').service('document-manager');

  test('saves, publishes and clones', async () => {
    const draft = await manager().create(ARTICLE, { data: { title: 'From the editor' } });
    await expectTopics({ 'entry.create': 1 });
    await observed.forget();
    await manager().update(draft.documentId, ARTICLE, { data: { title: 'Changed' } });
    await expectTopics({ 'entry.update': 1 });
    await observed.forget();
    await manager().clone(draft.documentId, { title: 'A copy' }, ARTICLE);
    await expectTopics({ 'entry.create': 1 });
    await observed.forget();
    await manager().publish(draft.documentId, ARTICLE, {});
    await expectTopics({ 'entry.publish': 1 });
    await observed.forget();
    await manager().unpublish(draft.documentId, ARTICLE, {});
    await expectTopics({ 'entry.unpublish': 1 });
    await observed.forget();
    await manager().delete(draft.documentId, ARTICLE, {});
    await expectTopics({ 'entry.delete': 1 });
  });

  test('publishes as its button does: saves and publishes in one transaction', async () => {
    const [documentId = ''] = await createArticles(1);
    await observed.strapi.db.transaction(async () => {
      await manager().update(documentId, ARTICLE, { data: { title: 'Ready' } });
      await manager().publish(documentId, ARTICLE, {});
    });
    await expectTopics({ 'entry.update': 1, 'entry.publish': 1 });
  });

  test('publishes, unpublishes and deletes many at once', async () => {
    const ids = await createArticles(5);
    await manager().publishMany(ARTICLE, ids, 'en');
    await expectTopics({ 'entry.publish': 5 });
    await observed.forget();
    await manager().unpublishMany(ids, ARTICLE, { locale: 'en' });
    await expectTopics({ 'entry.unpublish': 5 });
    await observed.forget();
    await manager().publishMany(ARTICLE, ids, 'en');
    await expectTopics({ 'entry.publish': 5 });
    await observed.forget();
    await manager().deleteMany(ids, ARTICLE, { locale: 'en' });
    await expectTopics({ 'entry.delete': 10 });
  });
});

describe('the entity service', () => {
  test.each([
    ['plain', {}],
    ['with fields', { fields: ['title'] }],
    ['with populate', { populate: ['tags', 'author', 'credits'] }],
    ['with fields and populate', { fields: ['slug'], populate: '*' }],
  ])('creates, updates and deletes, %s', async (_name, view) => {
    const { entityService } = observed.strapi;
    // It publishes unless it is told not to.
    const created = { data: { title: 'Old ways' }, ...view };
    const entry = await entityService.create(ARTICLE, created as never);
    await expectTopics({ 'entry.create': 1, 'entry.publish': 1 });
    await observed.forget();
    const changed = { data: { title: 'Older ways' }, ...view };
    const updated = await entityService.update(ARTICLE, entry.id, changed as never);
    await expectTopics({ 'entry.update': 1, 'entry.publish': 1 });
    await observed.forget();
    await entityService.delete(ARTICLE, updated?.id ?? 0, view as never);
    await expectTopics({ 'entry.delete': 2 });
  });

  test('creates a draft when it is asked to', async () => {
    const data = { title: 'A draft', publishedAt: null };
    await observed.strapi.entityService.create(ARTICLE, { data });
    await expectTopics({ 'entry.create': 1 });
  });
});

describe('many saves at once', () => {
  test('outside of a transaction', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        observed.documents(ARTICLE).create({ data: { title: `${index}` }, status: 'published' }),
      ),
    );
    await expectTopics({ 'entry.create': 20, 'entry.publish': 20 });
  });

  test('in one transaction', async () => {
    await observed.strapi.db.transaction(() =>
      Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          observed.documents(ARTICLE).create({ data: { title: `${index}` } }),
        ),
      ),
    );
    await expectTopics({ 'entry.create': 20 });
  });
});
