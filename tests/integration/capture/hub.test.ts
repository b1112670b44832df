import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';
const FILE = { id: 7, documentId: 'f', name: 'a.png', folderPath: '/secret' };

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp({
    settings: { topics: [{ name: 'order.paid', description: 'An order was paid' }] },
    hooks: {
      register: (strapi) => {
        strapi.get('webhookStore').addAllowedEvent('SHOP_OPENED', 'shop.opened');
        strapi.get('webhookStore').addAllowedEvent('USER_CREATE', 'user.create');
      },
    },
  });
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

const emit = (topic: string, info?: unknown) => observed.strapi.eventHub.emit(topic, info);
const whenRecorded = (count: number) => observed.whenRecorded(count, 0);

test('review-workflows.updateEntryStage, in its documented shape', async () => {
  const info = {
    model: 'article',
    uid: ARTICLE,
    entity: { id: 3, documentId: 'doc', locale: 'fr', status: 'draft' },
    workflow: { id: 1, stages: { from: { id: 1, name: 'To do' }, to: { id: 2, name: 'Done' } } },
  };
  await emit('review-workflows.updateEntryStage', info);
  const [event] = await whenRecorded(1);
  expect(event).toMatchObject({ uid: ARTICLE, model: 'article', documentId: 'doc', locale: 'fr' });
  expect(event?.body).toEqual({
    event: 'review-workflows.updateEntryStage',
    createdAt: expect.any(String),
    ...info,
  });
});

test('releases.publish, in its documented shape', async () => {
  const info = { isPublished: true, release: { id: 1, name: 'Spring' } };
  await emit('releases.publish', { ...info, error: new Error('none') });
  const [event] = await whenRecorded(1);
  expect(event?.body).toMatchObject({ event: 'releases.publish', ...info, error: {} });
  expect(event).toMatchObject({ uid: null, documentId: null });
});

test('releases.publish of a release that failed, which Strapi does not name', async () => {
  await emit('releases.publish', {
    isPublished: false,
    release: undefined,
    error: new Error('no such release'),
  });
  const [event] = await whenRecorded(1);
  expect(event?.body).toEqual({
    event: 'releases.publish',
    createdAt: expect.any(String),
    isPublished: false,
    error: {},
  });
  expect(event).toMatchObject({ uid: null, model: null, documentId: null, locale: null });
});

test('what other plugins put into allowedEvents', async () => {
  await emit('shop.opened', { shop: 'Paris' });
  const [event] = await whenRecorded(1);
  expect(event?.body).toMatchObject({ event: 'shop.opened', shop: 'Paris' });
});

test('registered topics that somebody announces instead of emitting them', async () => {
  await emit('order.paid', { orderId: 5 });
  const [event] = await whenRecorded(1);
  expect(event?.body).toMatchObject({ event: 'order.paid', orderId: 5 });
});

test('something that is no object goes under data', async () => {
  await emit('shop.opened', ['a', 'b']);
  await emit('shop.opened');
  expect((await whenRecorded(2)).map(({ body }) => Object.keys(body))).toEqual([
    ['event', 'createdAt', 'data'],
    ['event', 'createdAt'],
  ]);
});

test('never people, permissions, our own words, or what nobody registered', async () => {
  for (const topic of [
    'user.create',
    'admin.auth.success',
    'role.update',
    'permission.delete',
    'webhook.disabled',
    'locale.create',
    'shop.closed',
  ]) {
    await emit(topic, { user: { email: 'a@example.com' } });
  }
  await emit('shop.opened', { last: true });
  expect((await whenRecorded(1)).map(({ topic }) => topic)).toEqual(['shop.opened']);
});

test('what is announced cannot be changed afterwards', async () => {
  const media = { ...FILE };
  await emit('media.create', { media });
  media.name = 'changed.png';
  const [event] = await whenRecorded(1);
  expect(event?.body['media']).toEqual({ id: 7, documentId: 'f', name: 'a.png' });
  expect(event?.documentId).toBe('f');
});

test('what JSON cannot express is lost with a word, and nobody else is silenced', async () => {
  const heard: string[] = [];
  const unsubscribe = observed.strapi.eventHub.subscribe((topic) => {
    heard.push(topic);
    return Promise.resolve();
  });
  const errors: unknown[] = [];
  const spy = jest.spyOn(observed.strapi.log, 'error').mockImplementation(((message: unknown) => {
    errors.push(message);
  }) as never);
  await emit('shop.opened', { big: 1n });
  spy.mockRestore();
  unsubscribe();
  await emit('shop.opened', { fine: true });
  expect((await whenRecorded(1)).map(({ body }) => body)).toMatchObject([{ fine: true }]);
  expect(errors.join()).toContain('shop.opened was announced and could not be recorded');
  expect(heard).toEqual(['shop.opened']);
});

test('names that no table holds are left out of the record, and are in nobody’s way', async () => {
  const long = 'x'.repeat(300);
  await emit('shop.opened', { uid: long, model: long, entry: { documentId: long, locale: long } });
  await emit('shop.opened', { fine: true });
  const [odd, fine] = await observed.whenRecorded(2, 0);
  expect(odd).toMatchObject({ uid: null, model: null, documentId: null, locale: null });
  expect(odd?.body).toMatchObject({ uid: long });
  expect(fine?.body).toMatchObject({ fine: true });
});

test('an announcement inside a transaction does not wait for the only connection', async () => {
  await observed.strapi.db.transaction(async () => {
    await emit('media.update', { media: FILE });
    await observed.documents(ARTICLE).create({ data: { title: 'beside it' } });
  });
  const recorded = await whenRecorded(2);
  expect(recorded.map(({ topic }) => topic).sort()).toEqual(['entry.create', 'media.update']);
});

test('an announcement outlives the rollback of the transaction it was made in', async () => {
  await observed.strapi.db
    .transaction(async () => {
      await emit('media.delete', { media: FILE });
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  expect(await whenRecorded(1)).toHaveLength(1);
});

describe('entry events on the hub', () => {
  const { warnings, listen } = collectWarnings();

  test('of another plugin’s making are recorded, counted and logged', async () => {
    const stop = listen(observed.strapi.log);
    await emit('entry.update', {
      model: 'article',
      uid: ARTICLE,
      entry: {
        id: 99_999,
        documentId: 'made-up',
        locale: 'en',
        title: 'Made up',
        internalNotes: 'private',
        author: { id: 1, email: 'a@example.com' },
      },
    });
    const [event] = await whenRecorded(1);
    stop();
    expect(event).toMatchObject({
      topic: 'entry.update',
      uid: ARTICLE,
      documentId: 'made-up',
      locale: 'en',
    });
    expect(event?.body['entry']).toEqual({
      id: 99_999,
      documentId: 'made-up',
      locale: 'en',
      title: 'Made up',
    });
    expect(warnings.join()).toContain('entry.update of api::article.article was announced without');
  });

  test('without an entry, without a type, or of accounts are not', async () => {
    await emit('entry.update', { model: 'article', uid: ARTICLE, entry: null });
    await emit('entry.update', { entry: { id: 1 } });
    await emit('entry.update', {
      model: 'user',
      uid: 'plugin::users-permissions.user',
      entry: { id: 1, email: 'a@example.com' },
    });
    await emit('shop.opened', { last: true });
    expect((await whenRecorded(1)).map(({ topic }) => topic)).toEqual(['shop.opened']);
  });
});

function collectWarnings() {
  const warnings: string[] = [];
  return {
    warnings,
    listen: (log: ObservedApp['strapi']['log']): (() => void) => {
      const spy = jest.spyOn(log, 'warn').mockImplementation(((message: string) => {
        warnings.push(message);
        return log;
      }) as never);
      return () => spy.mockRestore();
    },
  };
}
