import request from 'supertest';
import { callersOf } from '../http/doors';
import { disagreements, nameOf } from './announcements';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const ARTICLES = '/content-manager/collection-types/api::article.article';
const TAGS = '/content-manager/collection-types/api::tag.tag';
const HOMEPAGE = '/content-manager/single-types/api::homepage.homepage';

let observed: ObservedApp;
let token: string;

beforeAll(async () => {
  observed = await bootObservedApp();
  token = await callersOf(observed.strapi).superAdminToken();
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

type Method = 'post' | 'put' | 'delete';

/** What an editor does in the browser. */
const send = async (method: Method, path: string, body: object = {}) => {
  const call = request(observed.strapi.server.httpServer)[method](path);
  const answer = await call.set('Authorization', `Bearer ${token}`).send(body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body.data;
};

/** The events since the last look, which core and we must agree about. */
const expectTopics = async (...expected: readonly string[]): Promise<void> => {
  const recorded = await observed.whenRecorded(expected.length);
  expect(disagreements(recorded, observed.announced.map(nameOf))).toEqual([]);
  expect(recorded.map(({ topic }) => topic).sort()).toEqual([...expected].sort());
  await observed.forget();
};

const times = (count: number, topic: string): string[] => Array<string>(count).fill(topic);

describe('a collection type', () => {
  test('save, publish, discard, unpublish, clone and delete one entry', async () => {
    const { documentId } = await send('post', ARTICLES, { title: 'Draft' });
    await expectTopics('entry.create');
    const entry = `${ARTICLES}/${documentId}`;
    await send('put', entry, { title: 'Changed' });
    await expectTopics('entry.update');
    await send('put', `${entry}?locale=fr`, { title: 'Changé' });
    await expectTopics('entry.create');
    await send('post', `${entry}/actions/publish`, { title: 'Ready' });
    await expectTopics('entry.update', 'entry.publish');
    await send('post', `${entry}/actions/publish?locale=fr`, { title: 'Prêt' });
    await expectTopics('entry.update', 'entry.publish');
    await send('put', entry, { title: 'Second thoughts' });
    await expectTopics('entry.update');
    await send('post', `${entry}/actions/discard`);
    await expectTopics('entry.draft-discard');
    await send('post', `${ARTICLES}/clone/${documentId}`, { title: 'Copy' });
    await expectTopics('entry.create');
    await send('post', `${entry}/actions/unpublish`, { discardDraft: true });
    await expectTopics('entry.unpublish', 'entry.draft-discard');
    await send('delete', `${entry}?locale=fr`);
    await expectTopics(...times(2, 'entry.delete'));
    await send('delete', `${entry}?locale=*`);
    await expectTopics('entry.delete');
  });

  test('create and publish in one go', async () => {
    await send('post', `${ARTICLES}/actions/publish`, { title: 'At once' });
    await expectTopics('entry.create', 'entry.publish');
  });

  test('publish, unpublish and delete many at once', async () => {
    const documentIds: string[] = [];
    for (const title of ['A', 'B', 'C']) {
      const { documentId } = await send('post', ARTICLES, { title });
      documentIds.push(documentId);
    }
    await expectTopics(...times(3, 'entry.create'));
    await send('post', `${ARTICLES}/actions/bulkPublish`, { documentIds });
    await expectTopics(...times(3, 'entry.publish'));
    await send('post', `${ARTICLES}/actions/bulkUnpublish`, { documentIds });
    await expectTopics(...times(3, 'entry.unpublish'));
    await send('post', `${ARTICLES}/actions/bulkPublish`, { documentIds });
    await expectTopics(...times(3, 'entry.publish'));
    await send('post', `${ARTICLES}/actions/bulkDelete`, { documentIds });
    await expectTopics(...times(6, 'entry.delete'));
  });

  test('without drafts', async () => {
    const { documentId } = await send('post', TAGS, { name: 'a' });
    await expectTopics('entry.create');
    await send('put', `${TAGS}/${documentId}`, { name: 'b' });
    await expectTopics('entry.update');
    await send('post', `${TAGS}/actions/bulkDelete`, { documentIds: [documentId] });
    await expectTopics('entry.delete');
  });
});

test('a single type: save, publish, discard, unpublish and delete', async () => {
  await send('put', HOMEPAGE, { headline: 'Hello' });
  await expectTopics('entry.create');
  await send('put', HOMEPAGE, { headline: 'Hi' });
  await expectTopics('entry.update');
  await send('post', `${HOMEPAGE}/actions/publish`, { headline: 'Hi' });
  await expectTopics('entry.update', 'entry.publish');
  await send('post', `${HOMEPAGE}/actions/discard`);
  await expectTopics('entry.draft-discard');
  await send('post', `${HOMEPAGE}/actions/unpublish`);
  await expectTopics('entry.unpublish');
  await send('delete', HOMEPAGE);
  await expectTopics('entry.delete');
});
