import { ENDPOINTS, type EndpointName } from '../../../server/src/contracts/endpoints';
import type { Endpoint } from '../../../server/src/contracts/endpoint';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { waitUntil } from '../../helpers/wait-until';
import { openBothDoors, type BothDoors } from './both-doors';
import { ENDPOINT_NAMES, exampleOf } from './examples';

/** Recognisable, and none of them part of another. */
const SEEDS = {
  secret: 'seeded secret of a webhook',
  rotated: 'seeded secret that replaced it',
  standard: `whsec_${Buffer.from('seeded bytes of a whsec_ secret!').toString('base64')}`,
  declared: 'seeded secret of the settings',
  header: 'Bearer seeded-header-value',
  marked: 'seeded value of a marked header',
  declaredHeader: 'seeded-header-of-the-settings',
  defaultHeader: 'seeded default header of all',
  token: 'seeded/query token',
  coreHeader: 'Bearer seeded-core-header',
  coreToken: 'seeded-core-token',
  key: 'seeded encryption key of these tests',
} as const;

let both: BothDoors;
const logged: string[] = [];
const announced: string[] = [];

beforeAll(async () => {
  both = await openBothDoors({
    settings: {
      ...FAST_SETTINGS,
      timeoutMs: 300,
      lease: { durationMs: 2_000 },
      retry: { schedule: [] },
      maxConsecutiveFailures: 2,
      topics: [{ name: 'order.paid' }],
      defaultHeaders: { 'X-Api-Key': SEEDS.defaultHeader },
      encryption: { keys: [{ id: 'seeded', key: SEEDS.key }] },
      hooks: [
        {
          key: 'declared',
          topics: ['order.paid'],
          deliveryUrl: `http://127.0.0.1:9/?token=${encodeURIComponent(SEEDS.token)}`,
          secret: SEEDS.declared,
          headers: { Authorization: SEEDS.declaredHeader },
        },
      ],
    },
    hooks: {
      created: (strapi) => {
        strapi.add('audit-logs-lifecycle', { registerEvent: () => undefined });
        for (const level of ['error', 'warn', 'info', 'http', 'debug'] as const) {
          jest.spyOn(strapi.log, level).mockImplementation((...said: unknown[]) => {
            logged.push(said.map((one) => (one instanceof Error ? one.stack : String(one))).join());
            return strapi.log;
          });
        }
        strapi.eventHub.subscribe((name: string, ...payload: unknown[]) => {
          announced.push(`${name} ${JSON.stringify(payload)}`);
          return Promise.resolve();
        });
      },
    },
  });
  // A receiver as people use it to look at requests: it answers with all that it got.
  both.receiver.answer(({ headers, path }) => ({
    status: 500,
    headers: { location: `http://receiver.test${path}`, 'x-echo': String(headers.authorization) },
    body: JSON.stringify({ headers, path, decoded: decodeURIComponent(path) }),
  }));
});
afterAll(() => both.stop());

/** Base64 of a part of a longer text depends on where it begins: the middle of each of the three ways. */
const base64Of = (secret: string): string[] =>
  [0, 1, 2].flatMap((offset) => {
    const text = Buffer.from(`${' '.repeat(offset)}${secret}`).toString('base64');
    const inner = text.slice(offset === 0 ? 0 : 4, -4);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });

const formsOf = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  encodeURIComponent(secret).replaceAll('%20', '+'),
  Buffer.from(secret).toString('hex'),
  ...base64Of(secret),
];

const FORMS = Object.entries(SEEDS).flatMap(([name, secret]) => {
  const parts = [secret, secret.replace(/^(Bearer |whsec_)/, '')];
  const decoded = secret.startsWith('whsec_')
    ? [Buffer.from(secret.slice(6), 'base64').toString('utf8')]
    : [];
  return [...parts, ...decoded].flatMap((part) => formsOf(part).map((form) => ({ name, form })));
});

/** Which seeds a text holds. */
const seedsIn = (text: string): string[] => [
  ...new Set(FORMS.filter(({ form }) => text.includes(form)).map(({ name }) => name)),
];

const seeded = async (over: object = {}): Promise<number> => {
  const { webhook } = await both.plugin.webhooks.create({
    topics: ['order.paid'],
    deliveryUrl: `${both.receiver.url}/?shop=1&token=${encodeURIComponent(SEEDS.token)}`,
    secret: SEEDS.secret,
    headers: { Authorization: SEEDS.header, 'X-Own': SEEDS.marked },
    sensitiveHeaders: ['X-Own'],
    ...over,
  });
  return webhook.id;
};

it('finds seeds in every form, so that what follows means something', () => {
  const { secret } = SEEDS;
  for (const text of [
    secret,
    Buffer.from(secret).toString('hex'),
    Buffer.from(`x${secret}y`).toString('base64'),
    Buffer.from(`xy${secret}`).toString('base64url'),
    `?a=${encodeURIComponent(secret)}`,
  ]) {
    expect(seedsIn(`before ${text} after`)).toEqual(['secret']);
  }
});

it('sends the seeds to the receiver, records what came of it, and keeps them out of every record', async () => {
  const ids = [
    await seeded(),
    await seeded({
      secret: SEEDS.standard,
      name: 'dead',
      deliveryUrl: `http://127.0.0.1:9/?token=${encodeURIComponent(SEEDS.token)}`,
    }),
    await seeded({
      name: 'nowhere',
      deliveryUrl: `http://nowhere.invalid/?token=${encodeURIComponent(SEEDS.token)}`,
    }),
  ];
  for (const id of ids) await both.plugin.webhooks.rotateSecret(id, { secret: SEEDS.rotated });
  const ended = (count: number) => (list: readonly { state: string }[]) =>
    list.filter(({ state }) => state === 'failed' || state === 'held').length >= count;
  for (const count of [1, 2]) {
    await both.plugin.events.emit('order.paid', { count });
    // One after the other: failures of attempts that were on the wire together count once.
    for (const id of ids) await both.plugin.deliveriesWhen(id, ended(count));
  }
  for (const id of ids) {
    await both.plugin.webhooks.triggerTest(id);
    const all = await both.plugin.deliveriesWhen(id, ended(3));
    for (const delivery of all) {
      expect(seedsIn(JSON.stringify(await both.plugin.deliveries.find(delivery.id)))).toEqual([]);
    }
  }
  const sent = both.receiver.requests.map(({ headers, path }) => JSON.stringify({ headers, path }));
  expect(seedsIn(sent.join())).toEqual(
    expect.arrayContaining(['header', 'marked', 'defaultHeader', 'token']),
  );
  // What is sent holds no secret that signs, whatever else it holds.
  expect(seedsIn(sent.join())).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(secret|rotated|standard|declared|key)$/)]),
  );
  await waitUntil(
    () => both.plugin.webhooks.countByStatus(),
    ({ disabled }) => disabled >= 1,
    'a webhook to be disabled',
  );
  expect(announced.some((line) => line.startsWith('webhook.disabled'))).toBe(true);
});

/** The only answers that may hold a secret: it is new, or asked for by those who may see it. */
const SHOWING: Partial<Record<EndpointName, readonly string[]>> = {
  'webhooks.create': ['secret'],
  'webhooks.rotateSecret': ['rotated'],
  'webhooks.revealSecret': ['rotated', 'secret'],
};

it.each(ENDPOINT_NAMES)('%s answers without the seeds', async (name) => {
  const id = await seeded({ status: 'paused' });
  await both.plugin.webhooks.rotateSecret(id, { secret: SEEDS.rotated });
  await both.plugin.webhooks.triggerTest(id);
  const [delivery] = await both.plugin.deliveries.list({ webhookId: id });
  const { method, path, ...sent } = await exampleOf(name, both);
  const own = path
    .replace(/^\/webhooks\/\d+/, `/webhooks/${id}`)
    .replace(/dlv_[^/]+/, delivery?.id ?? '');
  const endpoint: Endpoint = ENDPOINTS[name];
  for (const door of endpoint.doors) {
    const answer = await both.doors[door](method, own, sent);
    const allowed = SHOWING[name] ?? [];
    const found = seedsIn(JSON.stringify([answer.text, answer.headers]));
    expect(found.filter((seed) => !allowed.includes(seed))).toEqual([]);
  }
});

it('keeps them out of every refusal', async () => {
  const id = await seeded({ status: 'paused' });
  const declared = (await both.plugin.webhooks.list()).find(({ key }) => key === 'declared');
  const bad = {
    secret: SEEDS.standard.slice(0, 20),
    headers: { Authorization: `${SEEDS.header}\n`, 'bad name': SEEDS.marked },
    deliveryUrl: `ftp://example.com/?token=${encodeURIComponent(SEEDS.token)}`,
    topics: ['never.emitted'],
  };
  const refusals: [string, string, unknown][] = [
    ['POST', '/webhooks', bad],
    ['PUT', `/webhooks/${id}`, bad],
    ['PUT', `/webhooks/${declared?.id}`, { secret: SEEDS.secret }],
    ['PUT', `/webhooks/${id}`, { secret: SEEDS.secret, updatedAt: '2020-01-01T00:00:00Z' }],
    ['POST', `/webhooks/${id}/secret/rotate`, { secret: SEEDS.secret }],
    ['POST', '/webhooks/batch', { create: [bad], update: [{ id, ...bad }] }],
  ];
  for (const door of ['admin', 'content-api'] as const) {
    for (const [method, path, data] of refusals) {
      const answer = await both.doors[door](method, path, { data });
      expect([path, answer.status]).not.toEqual([path, 500]);
      expect(seedsIn(answer.text)).toEqual([]);
    }
  }
});

it("keeps those of Strapi's own webhooks out of the import", async () => {
  await both.app.strapi.get('webhookStore').createWebhook({
    name: 'Core',
    url: `${both.receiver.url}/?token=${SEEDS.coreToken}`,
    headers: { Authorization: SEEDS.coreHeader },
    events: ['entry.create'],
    isEnabled: true,
  });
  for (const dryRun of [true, false]) {
    const answer = await both.doors.admin('POST', '/import', { data: { dryRun } });
    expect(answer.status).toBe(200);
    expect(seedsIn(answer.text)).toEqual([]);
  }
});

it('keeps them out of the log, of the event hub, of the audit and of our tables', async () => {
  const { strapi } = both.app;
  const lines = logged.filter((line) => line.includes('durable-webhooks'));
  expect(lines.join('\n')).toMatch(/was disabled/);
  expect(logged.filter((line) => seedsIn(line).length > 0)).toEqual([]);
  expect(announced.filter((line) => seedsIn(line).length > 0)).toEqual([]);
  expect(announced.some((line) => line.startsWith('durable-webhooks.webhook.'))).toBe(true);
  for (const table of ['webhooks', 'events', 'deliveries', 'attempts', 'audit', 'meta']) {
    const rows = await strapi.db.connection(`durable_webhooks_${table}`).select('*');
    expect(rows.length).toBeGreaterThan(0);
    expect([table, seedsIn(JSON.stringify(rows))]).toEqual([table, []]);
  }
});
