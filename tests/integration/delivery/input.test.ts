import type { PluginError } from '../../../server/src/errors/plugin-error';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

let app: BootedPlayground;
let plugin: PluginUnderTest;

beforeAll(async () => {
  app = await bootPlayground({
    settings: {
      ...FAST_SETTINGS,
      dispatcher: 'never',
      topics: [{ name: 'order.paid', description: 'An order was paid' }],
    },
  });
  plugin = pluginOf(app.strapi);
});
afterAll(() => app.stop());
afterEach(async () => {
  for (const { id } of await plugin.webhooks.list()) await plugin.webhooks.delete(id);
});

const valid = { topics: ['entry.publish'], deliveryUrl: 'https://example.com/hook' };

interface Refusal {
  readonly code: string;
  readonly faults: PluginError['faults'];
  readonly message: string;
}

const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
  try {
    await work;
  } catch (error) {
    const { code, faults, message } = error as Refusal;
    return { code, faults, message };
  }
  throw new Error('it was accepted');
};

it('fills in what is left out', async () => {
  const { webhook, secret } = await plugin.webhooks.create(valid);
  expect(webhook).toMatchObject({
    name: expect.stringMatching(/^Webhook created on \w{3} \d\d, \d{4} @ \d\d:\d\d [AP]M$/),
    status: 'active',
    contentTypes: '*',
    headers: {},
    failureCount: 0,
    disabledReason: null,
    retrySchedule: null,
    updatedAt: webhook.createdAt,
  });
  expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
});

it.each<[string, Record<string, unknown>, string]>([
  ['a URL of another scheme', { deliveryUrl: 'ftp://example.com' }, 'deliveryUrl'],
  ['no URL', { deliveryUrl: undefined }, 'deliveryUrl'],
  ['a URL with a space before it', { deliveryUrl: ' https://example.com' }, 'deliveryUrl'],
  ['a URL with a line break', { deliveryUrl: 'https://example.com/\r\nX: y' }, 'deliveryUrl'],
  ['a name that would be two lines of the log', { name: 'gone\n[now] error: FAKE' }, 'name'],
  ['a URL with credentials', { deliveryUrl: 'https://u:p@example.com' }, 'deliveryUrl'],
  ['an unknown topic', { topics: ['entry.publish', 'entry.explode'] }, 'topics'],
  ['a topic pattern that nothing matches', { topics: ['orders.*'] }, 'topics'],
  ['no topic', { topics: [] }, 'topics'],
  ['an unknown content type', { contentTypes: ['api::nothing.nothing'] }, 'contentTypes'],
  ['a user content type', { contentTypes: ['plugin::users-permissions.user'] }, 'contentTypes'],
  ['a header that splits the request', { headers: { 'X-A': 'a\r\nX-B: b' } }, 'headers'],
  ['a header name that HTTP forbids', { headers: { 'X A': 'a' } }, 'headers'],
  ['a reserved header', { headers: { 'X-Strapi-Event': 'a' } }, 'headers'],
  ['a short secret', { secret: 'short' }, 'secret'],
  [
    'a whsec_ secret of the wrong length',
    { secret: `whsec_${Buffer.alloc(8).toString('base64')}` },
    'secret',
  ],
  ['an empty secret', { secret: '' }, 'secret'],
  ['a weak secret', { secret: 'x'.repeat(32) }, 'secret'],
  ['a weak whsec_ secret', { secret: `whsec_${Buffer.alloc(32).toString('base64')}` }, 'secret'],
  ['a whsec_ secret that is no base64', { secret: 'whsec_!!!!!!!!!!!!!!!!!!!!!!!!' }, 'secret'],
  ['a status that only failures set', { status: 'disabled' }, 'status'],
  ['a schedule with text in it', { retrySchedule: ['soon'] }, 'retrySchedule'],
  ['a negative schedule', { retrySchedule: [-1] }, 'retrySchedule'],
  ['a timeout that outlasts half a lease', { timeoutMs: 100_000 }, 'timeoutMs'],
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['an empty name', { name: '  ' }, 'name'],
])('refuses %s, names the field and saves nothing', async (_what, over, field) => {
  const refused = await refusal(plugin.webhooks.create({ ...valid, ...over }));
  expect(refused.code).toBe('webhook_invalid');
  expect(refused.faults.map(({ path }) => path[0])).toContain(field);
  expect(refused.message).toContain(field);
  expect(await plugin.webhooks.list()).toEqual([]);
});

/** As a script in plain JavaScript may call the services. */
type Careless = Record<string, (...values: unknown[]) => Promise<unknown>>;

it.each<[string, string, string, unknown[], string, string]>([
  ['resume', 'webhooks', 'resume', [1, 'discrad'], 'webhook_invalid', 'held'],
  ['resume', 'webhooks', 'resume', [1, { held: 'discard' }], 'webhook_invalid', 'held'],
  [
    'update',
    'webhooks',
    'update',
    [1, {}, { expectedUpdatedAt: 'x' }],
    'webhook_invalid',
    'expectedUpdatedAt',
  ],
  ['revealSecret', 'webhooks', 'revealSecret', [1, { id: 1 }], 'webhook_invalid', 'actor'],
  ['search', 'webhooks', 'search', [{ nope: 1 }], 'query_invalid', 'nope'],
  ['search', 'webhooks', 'search', [{ sort: 'colour:asc' }], 'query_invalid', 'sort'],
  ['list', 'deliveries', 'list', [{ limit: 'x' }], 'query_invalid', 'limit'],
  ['count', 'deliveries', 'count', [{}, 'x'], 'query_invalid', 'cap'],
  ['emit', 'events', 'emit', [null, {}], 'topic_invalid', 'topic'],
])(
  '%s refuses what makes no sense, and names it (%#)',
  async (_name, service, method, values, code, field) => {
    await plugin.webhooks.create({ ...valid, status: 'paused' });
    const services: Readonly<Record<string, unknown>> = { ...plugin };
    const refused = await refusal(
      (services[service] as Careless)[method]?.(...values) ?? Promise.resolve(),
    );
    expect(refused.code).toBe(code);
    expect(refused.faults.map(({ path }) => path[0])).toEqual([field]);
    expect((await plugin.webhooks.list()).map(({ status }) => status)).toEqual(['paused']);
  },
);

it('refuses to register what is no name', () => {
  const { registerTopic } = plugin.events as unknown as { registerTopic: (name: unknown) => void };
  expect(() => {
    registerTopic(null);
  }).toThrow(expect.objectContaining({ code: 'topic_invalid' }));
});

it('lists every wrong field at once', async () => {
  const input = {
    topics: ['nothing.here'],
    deliveryUrl: 'nope',
    secret: 'x',
    headers: { 'X A': '1' },
  };
  const refused = await refusal(plugin.webhooks.create(input));
  const fields = new Set(refused.faults.map(({ path }) => path[0]));
  expect([...fields].sort()).toEqual(['deliveryUrl', 'headers', 'secret', 'topics']);
});

it('names the topics that exist when one does not', async () => {
  const { message } = await refusal(
    plugin.webhooks.create({ ...valid, topics: ['order.refunded'] }),
  );
  expect(message).toContain('entry.draft-discard');
  expect(message).toContain('order.paid');
});

it('changes what is given and keeps the rest, or nothing at all', async () => {
  const { webhook } = await plugin.webhooks.create({
    ...valid,
    headers: { Authorization: 'Bearer kept', 'X-Open': 'open' },
  });
  const refused = await refusal(
    plugin.webhooks.update(webhook.id, { name: 'New', deliveryUrl: 'nope' }),
  );
  expect(refused.code).toBe('webhook_invalid');
  expect(await plugin.webhooks.find(webhook.id)).toEqual(webhook);

  const shown = await plugin.webhooks.update(webhook.id, { name: 'New', headers: webhook.headers });
  expect(shown).toMatchObject({
    name: 'New',
    deliveryUrl: valid.deliveryUrl,
    headers: webhook.headers,
  });
  expect(JSON.stringify(shown)).not.toContain('Bearer kept');
});

it.each([
  ['find', () => plugin.webhooks.find(404)],
  ['update', () => plugin.webhooks.update(404, { name: 'x' })],
  ['delete', () => plugin.webhooks.delete(404)],
  ['triggerTest', () => plugin.webhooks.triggerTest(404)],
  ['find with no number', () => plugin.webhooks.find(Number.NaN)],
])('%s of a webhook that does not exist says so', async (_what, work) => {
  expect((await refusal(work())).code).toBe('webhook_not_found');
});

it('keeps secrets out of the database in clear', async () => {
  const { webhook, secret } = await plugin.webhooks.create({
    ...valid,
    headers: { Authorization: 'Bearer plain-to-see' },
  });
  const row: unknown = await app.strapi.db
    .connection('durable_webhooks_webhooks')
    .where({ id: webhook.id })
    .first();
  expect(JSON.stringify(row)).not.toContain(secret);
  expect(JSON.stringify(row)).not.toContain('plain-to-see');
});
