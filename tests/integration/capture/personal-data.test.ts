import { TABLE_NAMES } from '../../../server/src/adapters/database/tables';
import { ENDPOINTS } from '../../../server/src/contracts/endpoints';
import type { Endpoint } from '../../../server/src/contracts/endpoint';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { openBothDoors, type BothDoors } from '../http/both-doors';
import {
  ADMIN,
  addPeople,
  addTypesAboutPeople,
  FILE,
  MARK,
  OPEN,
  PROFILE,
  ROLE,
  STORY,
  storyAbout,
  USER,
  type People,
} from './people';
import type { Documents } from './observed-app';

jest.setTimeout(120_000);

/** Other types whose entries come into contact with people. */
const ARTICLE = 'api::article.article';
const CUSTOM_TOPIC = 'fence.reached';

let world: BothDoors;
let people: People;
let webhookId: number;
const announced: string[] = [];

const documents = (uid: string): Documents =>
  Reflect.apply(world.app.strapi.documents, world.app.strapi, [uid]) as Documents;

beforeAll(async () => {
  world = await openBothDoors({
    settings: { ...FAST_SETTINGS, topics: [{ name: CUSTOM_TOPIC }] },
    hooks: { register: addTypesAboutPeople },
  });
  const { strapi } = world.app;
  strapi.eventHub.subscribe((topic: string, info: unknown) => {
    announced.push(`${topic} ${JSON.stringify(info)}`);
    return Promise.resolve();
  });
  people = await addPeople(strapi);
  const { webhook } = await world.plugin.webhooks.create({
    topics: ['*'],
    deliveryUrl: world.receiver.url,
  });
  webhookId = webhook.id;
  await writeAboutPeople();
  await announceAboutPeople();
});
afterAll(() => world.stop());

/** Everything that can happen to an entry, with people in every corner of it. */
const writeAboutPeople = async (): Promise<void> => {
  const { db } = world.app.strapi;
  const makers = { createdBy: people.adminId, updatedBy: people.adminId };
  const { documentId: profileDocument } = await documents(PROFILE).create({
    data: {
      label: `${OPEN} profile`,
      user: people.userId,
      privateNote: `${MARK} private note`,
      ...makers,
    },
  });
  const profile = await db.query(PROFILE).findOne({ where: { documentId: profileDocument } });
  const stories = documents(STORY);
  const first = await stories.create({
    data: { title: `${OPEN} first`, author: people.userId, owner: people.adminId, ...makers },
  });
  const other = await db.query(STORY).findOne({ where: { documentId: first.documentId } });
  // Callers may ask Strapi for as much as they like; its own events carry it then.
  const populate = {
    author: { populate: '*' },
    owner: true,
    team: true,
    createdBy: true,
    updatedBy: true,
    mentions: true,
    card: { populate: { contact: { populate: '*' } } },
  };
  const { documentId } = await stories.create({
    data: storyAbout(people, other, profile.id),
    populate,
  });
  await stories.update({ documentId, data: { title: `${OPEN} changed` }, populate });
  await stories.publish({ documentId, populate });
  await stories.update({ documentId, data: { title: `${OPEN} again` }, status: 'published' });
  await stories.discardDraft({ documentId, populate });
  await stories.clone({ documentId, populate });
  await stories.unpublish({ documentId, populate });
  await stories.delete({ documentId, populate });
  await documents(ARTICLE).create({
    data: {
      title: `${OPEN} article`,
      author: people.userId,
      credits: [{ role: 'photo', person: people.userId, portrait: people.fileId }],
      blocks: [{ __component: 'article.quote', text: 'said', speaker: people.userId }],
      internalNotes: `${MARK} internal notes`,
      ...makers,
    },
  });
  const user = await documents(USER).create({
    data: { username: `${MARK} second user`, email: `${MARK}-2@example.com`, provider: 'local' },
  });
  await documents(USER).update({
    documentId: user.documentId,
    data: { phone: `${MARK} second phone` },
  });
  await documents(USER).delete({ documentId: user.documentId });
};

/** What other code announces of files, entries and people, read as deeply as one can. */
const announceAboutPeople = async (): Promise<void> => {
  const { strapi } = world.app;
  const media = await strapi.db.query(FILE).findOne({
    where: { id: people.fileId },
    populate: { related: true, createdBy: true, updatedBy: true, folder: true },
  });
  for (const topic of ['media.create', 'media.update', 'media.delete']) {
    await strapi.eventHub.emit(topic, { media });
  }
  const entry = await strapi.db.query(STORY).findOne({
    where: { author: people.userId },
    populate: {
      author: { populate: ['role', 'createdBy', 'avatar'] },
      owner: { populate: ['roles'] },
      team: { populate: ['users'] },
      profile: { populate: ['user', 'createdBy'] },
      createdBy: true,
      updatedBy: true,
      mentions: true,
      subject: true,
      parent: { populate: ['author', 'createdBy'] },
      children: { populate: ['author', 'createdBy'] },
    },
  });
  // An emit that no action of the document service stands behind.
  await strapi.eventHub.emit('entry.update', { model: 'story', uid: STORY, entry });
  const user = await strapi.db
    .query(USER)
    .findOne({ where: { id: people.userId }, populate: ['role'] });
  await strapi.eventHub.emit('entry.update', { model: 'user', uid: USER, entry: user });
  const admin = await strapi.db.query(ADMIN).findOne({ where: { id: people.adminId } });
  await strapi.eventHub.emit('user.update', { user: admin });
  await strapi.eventHub.emit('admin.auth.success', { user: admin, provider: 'local' });
  await strapi.eventHub.emit('review-workflows.updateEntryStage', {
    model: 'user',
    uid: USER,
    entity: user,
  });
  await strapi.eventHub.emit('releases.publish', {
    isPublished: true,
    release: { name: `${OPEN} release`, createdBy: admin, updatedBy: admin },
  });
};

/** Everything that was announced before has arrived once this event has. */
const pastFence = async (): Promise<void> => {
  await world.app.strapi.eventHub.emit(CUSTOM_TOPIC, { reached: true });
  await world.receiver.waitFor(
    (requests) =>
      requests.some(({ headers }) => headers['x-strapi-event'] === CUSTOM_TOPIC) &&
      requests.filter(({ headers }) => headers['x-strapi-event'] === 'media.delete').length > 0,
    { timeoutMs: 60_000 },
  );
  await world.plugin.deliveriesWhen(webhookId, (deliveries) =>
    deliveries.every(({ state }) => state === 'succeeded'),
  );
};

/** The places of a text that hold what they must not, with what they hold. */
const leaksIn = (where: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`.{0,60}${MARK}.{0,40}`, 'g'))].map(
    ([found]) => `${where}: ${found}`,
  );

it('was set up well: Strapi itself tells of these people', () => {
  const text = announced.join('\n');
  for (const datum of ['user name', 'phone', '-user@example.com', 'admin first name']) {
    expect(text).toContain(`${MARK}${datum.startsWith('-') ? '' : ' '}${datum}`);
  }
});

it('nothing of them is in any request', async () => {
  await pastFence();
  const { requests } = world.receiver;
  const bodies = requests.map(({ body }) => body.toString('utf8'));
  const topics = new Set(requests.map(({ headers }) => headers['x-strapi-event']));
  for (const topic of [
    'entry.create',
    'entry.update',
    'entry.publish',
    'entry.unpublish',
    'entry.draft-discard',
    'entry.delete',
    'media.create',
    'media.update',
    'media.delete',
  ]) {
    expect([...topics]).toContain(topic);
  }
  // Whole entries arrive, but for the people in them.
  for (const part of ['story', 'card', 'contact', 'file', 'profile', 'article']) {
    expect(bodies.join('\n')).toContain(`${OPEN} ${part}`);
  }
  const uids = bodies.map((body) => String(JSON.parse(body).uid));
  expect(uids.filter((uid) => uid.startsWith('plugin::users') || uid.startsWith('admin'))).toEqual(
    [],
  );
  const heads = requests.map(({ rawHeaders }) => JSON.stringify(rawHeaders));
  expect([...bodies, ...heads].flatMap((text) => leaksIn('a request', text))).toEqual([]);
});

it('nothing of them is in any table of the plugin', async () => {
  await pastFence();
  const { connection } = world.app.strapi.db;
  for (const table of Object.values(TABLE_NAMES)) {
    const rows: unknown[] = await connection(table).select('*');
    expect(leaksIn(table, JSON.stringify(rows))).toEqual([]);
  }
});

it('nothing of them is in any answer of the API', async () => {
  await pastFence();
  const { doors, plugin } = world;
  const deliveries = await plugin.deliveries.list({ webhookId, limit: 500 });
  const uids = Object.keys(world.app.strapi.contentTypes);
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    if (endpoint.method !== 'GET') continue;
    // Its answers hold all that the other routes to a delivery do.
    const ids = deliveries
      .map(({ id }) => id)
      .slice(0, name === 'deliveries.readPayload' ? 500 : 1);
    for (const door of endpoint.doors) {
      for (const id of ids) {
        const path = endpoint.path.replace(':id', String(webhookId)).replace(':deliveryId', id);
        const { status, text } = await doors[door]('GET', path);
        expect({ name, status }).toEqual({ name, status: 200 });
        expect(leaksIn(name, text)).toEqual([]);
      }
    }
  }
  for (const uid of uids) {
    const { status, text } = await doors.admin('GET', '/topics', { query: `contentType=${uid}` });
    const isAccounts = [USER, ROLE, ADMIN].includes(uid);
    if (isAccounts) expect(status).toBe(400);
    expect(leaksIn(`the sample of ${uid}`, text)).toEqual([]);
  }
});

it('samples show no attribute that leads to people', async () => {
  const { text } = await world.doors.admin('GET', '/topics', { query: `contentType=${STORY}` });
  expect(text).toContain('"card"');
  for (const name of ['author', 'editors', 'owner', 'team', 'person', 'people', 'signer', 'pin']) {
    expect(text).not.toContain(`"${name}"`);
  }
  for (const name of ['createdBy', 'updatedBy', 'secretNote']) {
    expect(text).not.toContain(`"${name}"`);
  }
});

it('what an app emits itself is its own business, and arrives as it is', async () => {
  await world.plugin.events.emit(CUSTOM_TOPIC, { email: 'chosen@example.com' });
  const requests = await world.receiver.waitFor((all) =>
    all.some(({ body }) => body.includes('chosen@example.com')),
  );
  expect(requests.at(-1)?.json).toMatchObject({ data: { email: 'chosen@example.com' } });
});
