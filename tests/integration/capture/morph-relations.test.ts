import type { Core } from '@strapi/strapi';
import { bootObservedApp, type ObservedApp } from './observed-app';

jest.setTimeout(60_000);

const COMMENT = 'api::comment.comment';
const PAGE = 'api::page.page';
const USER = 'plugin::users-permissions.user';
const SECRET = 'a private matter';

/** Types as comment plugins make them; the playground has none. */
const addTypes = (strapi: Core.Strapi): void => {
  const add = (name: string, attributes: Record<string, unknown>): void => {
    strapi.get('content-types').add(`api::${name}`, {
      [name]: {
        schema: {
          kind: 'collectionType',
          collectionName: `${name}s`,
          info: { singularName: name, pluralName: `${name}s`, displayName: name },
          options: { draftAndPublish: false },
          attributes,
        },
      },
    });
  };
  add('comment', {
    text: { type: 'string' },
    ip: { type: 'string', private: true },
    about: { type: 'relation', relation: 'morphToOne' },
  });
  add('page', {
    name: { type: 'string' },
    comments: { type: 'relation', relation: 'morphMany', target: COMMENT, morphBy: 'about' },
    mentions: { type: 'relation', relation: 'morphToMany' },
  });
};

let observed: ObservedApp;

beforeAll(async () => {
  observed = await bootObservedApp({ hooks: { register: addTypes } });
});
afterAll(() => observed.stop());
beforeEach(() => observed.forget());

test('accounts are taken out of morph relations, everything else stays', async () => {
  const { db } = observed.strapi;
  const user = await db.query(USER).create({
    data: { username: 'reader', email: 'reader@example.com', provider: 'local' },
  });
  const other = await db.query(PAGE).create({ data: { name: 'Other', documentId: 'other' } });
  await observed.documents(PAGE).create({
    data: {
      name: 'Home',
      mentions: [
        { __type: USER, id: user.id },
        { __type: PAGE, id: other.id },
      ],
    },
  });
  await observed.documents(COMMENT).create({
    data: { text: 'about a person', about: { __type: USER, id: user.id } },
  });
  const [page, comment] = await observed.whenRecorded(2);
  expect(page?.body['entry']).toMatchObject({ mentions: [{ name: 'Other', __type: PAGE }] });
  expect(comment?.body['entry']).toMatchObject({ text: 'about a person' });
  expect(comment?.body['entry']).not.toHaveProperty('about');
  expect(JSON.stringify([page, comment])).not.toContain('reader');
});

test('private columns stay in, also at the far end of a morph relation', async () => {
  const { db } = observed.strapi;
  const page = await observed.documents(PAGE).create({ data: { name: 'Discussed' } });
  const { id } = await db.query(PAGE).findOne({ where: { documentId: page.documentId } });
  await observed.documents(COMMENT).create({
    data: { text: 'well said', ip: SECRET, about: { __type: PAGE, id } },
  });
  await observed.whenRecorded(2);
  await observed.forget();
  await observed.documents(PAGE).update({ documentId: page.documentId, data: { name: 'Changed' } });
  const [event] = await observed.whenRecorded(1);
  expect(event?.body['entry']).toMatchObject({
    name: 'Changed',
    comments: [{ text: 'well said' }],
  });
  expect(JSON.stringify(event)).not.toContain(SECRET);
  // Core lets it through.
  expect(JSON.stringify(observed.announced)).toContain(SECRET);
});
