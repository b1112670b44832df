import type { TopicView } from '../../../server/src/contracts/topic';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { openBothDoors, faultPaths, type BothDoors } from './both-doors';
import type { Answer, Send } from './doors';

let world: BothDoors;

beforeAll(async () => {
  world = await openBothDoors({
    settings: {
      ...FAST_SETTINGS,
      topics: [{ name: 'order.paid', description: 'An order was paid' }],
      timeoutMs: 2_500,
      lease: { durationMs: 10_000 },
      concurrency: { perWebhook: 7 },
      maxConsecutiveFailures: 4,
      retry: { schedule: [60] },
      signatureFormats: ['woocommerce'],
      limits: { headers: 12 },
    },
  });
});
afterAll(() => world.stop());

describe.each(['admin', 'content-api'] as const)('defaults over the %s door', (door) => {
  it('are what the settings say', async () => {
    const { status, body } = await world.doors[door]('GET', '/defaults');
    expect(status).toBe(200);
    expect(body.data).toEqual({
      retrySchedule: [60],
      timeoutMs: 2_500,
      concurrency: 7,
      maxConsecutiveFailures: 4,
      signatureFormats: ['woocommerce'],
      limits: { timeoutMs: 5_000, headers: 12 },
    });
  });
});

/** Values of their own, whose inside is not told by the content type. */
const JSON_NAMES = new Set(['focalPoint', 'formats', 'provider_metadata']);

/** The names of everything inside, whatever the values are: a null could have been anything. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return 'value';
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      JSON_NAMES.has(name) ? 'value' : shapeOf(inner),
    ]),
  );
};

describe.each(['admin', 'content-api'] as const)('topics over the %s door', (door) => {
  const send: Send = (...request) => world.doors[door](...request);
  const topics = async (query = ''): Promise<TopicView[]> => {
    const { status, body } = await send('GET', '/topics', { query });
    expect(status).toBe(200);
    return body.data;
  };
  const sampleOf = async (name: string, uid: string): Promise<Answer['body']> =>
    (await topics(`contentType=${uid}`)).find((topic) => topic.name === name)?.sample;

  it('are all that exist here, with what they mean', async () => {
    const all = await topics();
    expect(all).toContainEqual(
      expect.objectContaining({
        name: 'entry.publish',
        description: expect.stringContaining('published'),
        origin: 'core',
        hasContentType: true,
      }),
    );
    expect(all).toContainEqual({
      name: 'order.paid',
      description: 'An order was paid',
      origin: 'custom',
      hasContentType: false,
      sample: null,
    });
    expect(all.find(({ name }) => name === 'media.create')?.sample).toMatchObject({
      event: 'media.create',
      media: { name: expect.any(String), url: expect.any(String) },
    });
  });

  it('show a body of the content type that was asked for, of one of the app without asking', async () => {
    expect(await sampleOf('entry.update', 'api::tag.tag')).toMatchObject({
      event: 'entry.update',
      model: 'tag',
      uid: 'api::tag.tag',
      entry: { name: expect.any(String) },
    });
    const [first] = await topics();
    expect(first?.sample).toMatchObject({ uid: 'api::article.article' });
  });

  it('show what receivers really get, name by name', async () => {
    const file = await world.app.strapi.db.query('plugin::upload.file').create({
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
    const { documents } = world.app.strapi;
    const tag = await documents('api::tag.tag').create({ data: { name: 'tag' } });
    const { webhook } = await world.plugin.webhooks.create({
      topics: ['entry.create'],
      contentTypes: ['api::article.article'],
      deliveryUrl: world.receiver.url,
    });
    const before = world.receiver.requests.length;
    await documents('api::article.article').create({
      data: {
        title: 'Title',
        body: 'Body',
        slug: 'slug',
        internalNotes: 'nobody sees this',
        passcode: 'nor this',
        cover: file.id,
        gallery: [file.id],
        credits: [{ role: 'Author', portrait: file.id }],
        blocks: [
          { __component: 'article.quote', text: 'Text' },
          { __component: 'article.figure', caption: 'Caption', image: file.id },
        ],
        tags: [tag.documentId],
      },
    });
    const requests = await world.receiver.waitFor((all) =>
      all.slice(before).some(({ headers }) => headers['x-strapi-event'] === 'entry.create'),
    );
    const real: Answer['body'] = requests.find(
      ({ headers }) => headers['x-strapi-event'] === 'entry.create',
    )?.json;
    const sample = await sampleOf('entry.create', 'api::article.article');
    await world.plugin.webhooks.delete(webhook.id);

    expect(Object.keys(sample)).toEqual(Object.keys(real));
    expect(shapeOf(sample)).toEqual(shapeOf(real));
  });

  it('refuse a content type that is not delivered', async () => {
    for (const uid of ['api::nothing.nothing', 'plugin::users-permissions.user', 'admin::user']) {
      const answer = await send('GET', '/topics', { query: `contentType=${uid}` });
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { details: { code: 'query_invalid' } } },
      });
      expect(faultPaths(answer)).toEqual(['contentType']);
    }
  });

  it("have content types to choose, the own ones first, people's accounts and what Strapi announces nowhere not among them", async () => {
    const { body } = await send('GET', '/content-types');
    expect(body.data.slice(0, 3)).toEqual([
      {
        uid: 'api::article.article',
        displayName: 'Article',
        kind: 'collectionType',
        draftAndPublish: true,
      },
      {
        uid: 'api::homepage.homepage',
        displayName: 'Homepage',
        kind: 'singleType',
        draftAndPublish: true,
      },
      { uid: 'api::tag.tag', displayName: 'Tag', kind: 'collectionType', draftAndPublish: false },
    ]);
    const uids: string[] = body.data.map(({ uid }: { uid: string }) => uid);
    expect(uids.filter((uid) => /^admin::|users-permissions/.test(uid))).toEqual([]);
    const silent = /^plugin::(upload|i18n|content-releases|review-workflows)\./;
    expect(uids.filter((uid) => silent.test(uid))).toEqual([]);
    expect(Object.keys(world.app.strapi.contentTypes).some((uid) => silent.test(uid))).toBe(true);
  });
});
