import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootObservedApp, subscribeTo, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLE = 'api::article.article';
const USER = 'plugin::users-permissions.user';
const SECRET = 'a private matter';
const EMAIL = 'reader@example.com';

type Json = Record<string, unknown>;

let observed: ObservedApp;
let userId: number;
let fileId: number;

beforeAll(async () => {
  observed = await bootObservedApp({ settings: { maxBodyBytes: 20_000 } });
  const { strapi } = observed;
  const user = await strapi.db.query(USER).create({
    data: { username: 'reader', email: EMAIL, password: SECRET, provider: 'local' },
  });
  const file = await strapi.db.query('plugin::upload.file').create({
    data: {
      name: 'a.png',
      hash: 'a',
      ext: '.png',
      mime: 'image/png',
      size: 1,
      url: '/a.png',
      provider: 'local',
    },
  });
  userId = user.id;
  fileId = file.id;
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

const richArticle = () => ({
  title: 'Rich',
  internalNotes: SECRET,
  passcode: SECRET,
  author: userId,
  cover: fileId,
  gallery: [fileId],
  credits: [{ role: 'photo', person: userId, portrait: fileId }],
  blocks: [
    { __component: 'article.quote', text: 'said', speaker: userId },
    { __component: 'article.figure', caption: 'seen', image: fileId },
  ],
});

const create = async (): Promise<{ documentId: string; entry: Json }> => {
  const { documentId } = await observed.documents(ARTICLE).create({ data: richArticle() });
  const [event] = await observed.whenRecorded(1);
  return { documentId, entry: (event?.body['entry'] ?? {}) as Json };
};

/** Every key of a JSON value, at every depth. */
const keysOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...keysOf(member)]);
};

test('carries relations, media, components and dynamic zones, as core does', async () => {
  const { entry } = await create();
  expect(entry).toMatchObject({
    title: 'Rich',
    cover: { name: 'a.png', url: '/a.png' },
    gallery: [{ name: 'a.png' }],
    credits: [{ role: 'photo', portrait: { name: 'a.png' } }],
    blocks: [
      { __component: 'article.quote', text: 'said' },
      { __component: 'article.figure', image: { name: 'a.png' } },
    ],
    tags: [],
  });
});

test('is core’s payload, but for accounts', async () => {
  const { entry } = await create();
  const [announced] = observed.announced.filter(({ topic }) => topic === 'entry.create');
  expect(JSON.stringify(announced)).toContain(EMAIL);
  const withoutUsers = JSON.parse(JSON.stringify(announced?.info['entry']), (key, value) =>
    ['author', 'person', 'speaker'].includes(key) ? undefined : value,
  );
  expect(entry).toEqual(withoutUsers);
});

test('never holds private fields, passwords or accounts, at any depth', async () => {
  const { documentId } = await create();
  const documents = observed.documents(ARTICLE);
  await documents.update({ documentId, data: { title: 'Richer' }, status: 'published' });
  await documents.discardDraft({ documentId });
  await documents.clone({ documentId });
  await documents.unpublish({ documentId });
  await documents.delete({ documentId });
  const recorded = await observed.whenRecorded(7);
  expect(new Set(recorded.map(({ topic }) => topic)).size).toBe(6);
  for (const { body } of recorded) {
    const text = JSON.stringify(body);
    for (const leaked of [SECRET, EMAIL, 'reader']) expect(text).not.toContain(leaked);
    const keys = keysOf(body);
    for (const key of [
      'author',
      'person',
      'speaker',
      'passcode',
      'internalNotes',
      'createdBy',
      'updatedBy',
      'localizations',
      'folderPath',
    ]) {
      expect(keys).not.toContain(key);
    }
  }
});

test('accounts have no events, whoever writes them', async () => {
  const user = await observed.documents(USER).create({
    data: { username: 'other', email: 'other@example.com', provider: 'local' },
  });
  await observed
    .documents(USER)
    .update({ documentId: user.documentId, data: { username: 'else' } });
  await create();
  const recorded = await observed.whenRecorded(1, 3);
  expect(recorded.map(({ uid }) => uid)).toEqual([ARTICLE]);
});

test('a file’s event tells of the file and of nobody who uploaded it', async () => {
  const { strapi } = observed;
  const path = join(strapi.dirs.static.public, 'uploads', 'note.txt');
  await writeFile(path, 'hello');
  const upload = strapi.plugin('upload').service('upload');
  const [file] = await upload.upload({
    data: {},
    files: { filepath: path, originalFilename: 'note.txt', mimetype: 'text/plain', size: 5 },
  });
  await upload.updateFileInfo(file.id, { caption: 'A note' });
  await upload.remove(await upload.findOne(file.id));
  const recorded = await observed.whenRecorded(3, 0);
  expect(recorded.map(({ topic }) => topic)).toEqual([
    'media.create',
    'media.update',
    'media.delete',
  ]);
  for (const { topic, uid, body } of recorded) {
    expect(uid).toBeNull();
    expect(Object.keys(body)).toEqual(['event', 'createdAt', 'media']);
    expect(body).toMatchObject({ event: topic, media: { id: file.id, name: 'note.txt' } });
    expect(keysOf(body)).not.toEqual(expect.arrayContaining(['createdBy']));
    expect(keysOf(body)).not.toContain('folderPath');
  }
});

describe('the media library', () => {
  const upload = () => observed.strapi.plugin('upload').service('upload');

  /** A file as a form sends it. */
  const fileNamed = async (name: string, text: string) => {
    const filepath = join(observed.strapi.dirs.static.public, 'uploads', `sent-${name}`);
    await writeFile(filepath, text);
    return { filepath, originalFilename: name, mimetype: 'text/plain', size: text.length };
  };
  const add = async (name: string, fileInfo: Json = {}) => {
    const [file] = await upload().upload({
      data: { fileInfo },
      files: await fileNamed(name, 'hello'),
    });
    return file;
  };

  test('replacing a file is an update, with what the file is now', async () => {
    const file = await add('old.txt');
    await observed.whenRecorded(1, 0);
    await observed.forget();
    const data = { fileInfo: { caption: 'replaced' } };
    await upload().replace(file.id, { data, file: await fileNamed('new.txt', 'hello again') });
    const recorded = await observed.whenRecorded(1, 0);
    expect(recorded.map(({ body }) => body)).toEqual([
      {
        event: 'media.update',
        createdAt: expect.any(String),
        media: expect.objectContaining({
          id: file.id,
          documentId: file.documentId,
          caption: 'replaced',
          hash: file.hash,
        }),
      },
    ]);
    expect(recorded).toMatchObject([{ documentId: file.documentId, uid: null }]);
  });

  test('deleting a folder deletes each file in it and below, and no other', async () => {
    const folders = observed.strapi.plugin('upload').service('folder');
    const outer = await folders.create({ name: 'outer', parent: null });
    const inner = await folders.create({ name: 'inner', parent: outer.id });
    const files = [
      await add('a.txt', { folder: outer.id }),
      await add('b.txt', { folder: outer.id }),
      await add('c.txt', { folder: inner.id }),
    ];
    await add('elsewhere.txt');
    await observed.whenRecorded(4, 0);
    await observed.forget();
    await folders.deleteByIds([outer.id]);
    const recorded = await observed.whenRecorded(3, 0);
    expect(recorded.map(({ topic, documentId }) => [topic, documentId]).sort()).toEqual(
      files.map(({ documentId }) => ['media.delete', documentId]).sort(),
    );
  });
});

test('createdAt is when it happened, not when it was committed', async () => {
  const { strapi } = observed;
  let savedAtMs = 0;
  const beganAtMs = Date.now();
  await strapi.db.transaction(async () => {
    await observed.documents(ARTICLE).create({ data: { title: 'early' } });
    savedAtMs = Date.now();
    while (Date.now() < savedAtMs + 30) await observed.documents(ARTICLE).findMany({ limit: 1 });
  });
  const [event] = await observed.whenRecorded(1);
  const createdAtMs = Date.parse(String(event?.body['createdAt']));
  expect(createdAtMs).toBeGreaterThanOrEqual(beganAtMs);
  expect(createdAtMs).toBeLessThanOrEqual(savedAtMs);
});

test('a body over the limit goes in thin form', async () => {
  const { documentId } = await observed
    .documents(ARTICLE)
    .create({ data: { title: 'Long', body: 'x'.repeat(30_000) }, locale: 'fr' });
  const [event] = await observed.whenRecorded(1);
  expect(event?.body).toEqual({
    event: 'entry.create',
    createdAt: expect.any(String),
    model: 'article',
    uid: ARTICLE,
    truncated: true,
    entry: { id: expect.any(Number), documentId, locale: 'fr' },
  });
});

test('data over the limit keeps its plain values, and the log says so', async () => {
  const { plugin, strapi } = observed;
  plugin.events.registerTopic('order.paid');
  const warn = jest.spyOn(strapi.log, 'warn');
  await plugin.events.emit('order.paid', { orderId: 4711, lines: 'x'.repeat(30_000) });
  const [event] = await observed.whenRecorded(1, 0);
  expect(event?.body).toMatchObject({ truncated: true, data: { orderId: 4711 } });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('order.paid: its data is larger'));
});

describe('what nobody subscribes to', () => {
  test('is not written; a webhook’s topics and content types decide', async () => {
    const { plugin, strapi, everythingId } = observed;
    await plugin.webhooks.delete(everythingId);
    const queries: string[] = [];
    const note = ({ sql }: { sql: string }) => queries.push(sql);
    strapi.db.connection.on('query', note);
    await observed.documents('api::tag.tag').create({ data: { name: 'unwatched' } });
    strapi.db.connection.off('query', note);
    expect(queries.filter((sql) => sql.includes('durable_webhooks_events'))).toEqual([]);

    const id = await subscribeTo(plugin, ['entry.publish'], [ARTICLE]);
    await observed.documents('api::tag.tag').create({ data: { name: 'unwatched' } });
    await observed.documents(ARTICLE).create({ data: { title: 'watched' }, status: 'published' });
    const recorded = await observed.whenRecorded(1, 4);
    expect(recorded.map(({ topic, uid }) => [topic, uid])).toEqual([['entry.publish', ARTICLE]]);
    await plugin.webhooks.delete(id);
  });
});
