import type { Door } from '../../../server/src/contracts/endpoint';
import { openBothDoors, type BothDoors } from './both-doors';
import type { Answer, Send } from './doors';
import { aDelivery, aWebhook } from './examples';

const LIMITS = {
  webhooks: 6,
  headers: 2,
  headerNameBytes: 10,
  headerValueBytes: 20,
  headersBytes: 40,
  replay: 3,
  testsPerMinute: 2,
  redeliveriesPerMinute: 2,
} as const;

let world: BothDoors;

beforeAll(async () => {
  world = await openBothDoors({
    settings: {
      dispatcher: 'never',
      limits: LIMITS,
      hooks: [{ key: 'code', topics: ['*'], deliveryUrl: 'http://127.0.0.1:9/', status: 'paused' }],
    },
  });
});
afterAll(() => world.stop());
afterEach(async () => {
  for (const { id, managedBy } of await world.plugin.webhooks.list()) {
    if (managedBy === 'api') await world.plugin.webhooks.delete(id);
  }
});

const input = (over: object = {}) => ({
  data: { topics: ['*'], deliveryUrl: 'https://example.com/', status: 'paused', ...over },
});

const total = async (): Promise<number> => (await world.plugin.webhooks.list()).length;

const expectExceeded = ({ status, body }: Answer, setting: string): void => {
  expect({ status, code: body.error.details.code }).toEqual({
    status: 400,
    code: 'limit_exceeded',
  });
  expect(body.error.name).toBe('ValidationError');
  expect(body.error.message).toContain(`the setting limits.${setting}`);
};

describe('the number of webhooks', () => {
  const fill = async (): Promise<void> => {
    while ((await total()) < LIMITS.webhooks) await aWebhook(world);
  };

  it.each<Door>(['admin', 'content-api'])('is bounded at the %s door', async (door) => {
    await fill();
    expectExceeded(await world.doors[door]('POST', '/webhooks', input()), 'webhooks');
    expect(await total()).toBe(LIMITS.webhooks);
  });

  it('is bounded for scripts too, and once one is deleted there is room again', async () => {
    await fill();
    const create = () => world.plugin.webhooks.create({ ...input().data, status: 'paused' });
    await expect(create()).rejects.toMatchObject({ code: 'limit_exceeded' });
    const [last] = await world.plugin.webhooks.list();
    await world.plugin.webhooks.delete(last?.id ?? 0);
    await expect(create()).resolves.toMatchObject({ webhook: { status: 'paused' } });
  });

  it('holds for many who create at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => world.doors['content-api']('POST', '/webhooks', input())),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(LIMITS.webhooks - 1);
    expect(await total()).toBe(LIMITS.webhooks);
  });

  it('ends a batch at the item that is one too many, and says so there', async () => {
    const create = Array.from({ length: LIMITS.webhooks }, () => input().data);
    const { status, body } = await world.doors.admin('POST', '/webhooks/batch', {
      data: { create },
    });
    expect(status).toBe(200);
    expect(body.data.create.at(-2)).toHaveProperty('data');
    expect(body.data.create.at(-1).error).toMatchObject({
      status: 400,
      details: { code: 'limit_exceeded' },
    });
  });

  it('leaves webhooks of Strapi where they are when there is no room', async () => {
    await fill();
    const store = world.app.strapi.get('webhookStore');
    const core = await store.createWebhook({
      name: 'Core',
      url: 'https://example.com/',
      headers: {},
      events: ['entry.create'],
      isEnabled: true,
    });
    for (const dryRun of [true, false]) {
      const { body } = await world.doors.admin('POST', '/import', { data: { dryRun } });
      expect(body.data.webhooks).toEqual([
        expect.objectContaining({
          outcome: 'skipped',
          notes: [expect.stringContaining('limits.webhooks')],
        }),
      ]);
    }
    expect(await store.findWebhook(String(core.id))).toMatchObject({ isEnabled: true });
    await store.deleteWebhook(core.id);
  });
});

describe('headers', () => {
  it.each<[keyof typeof LIMITS, Record<string, string>]>([
    ['headers', { 'X-A': '1', 'X-B': '2', 'X-C': '3' }],
    ['headerNameBytes', { 'X-Very-Long': '1' }],
    ['headerValueBytes', { 'X-A': 'v'.repeat(21) }],
    ['headersBytes', { 'X-Aaaaaaaa': 'v'.repeat(15), 'X-Bbbbbbbb': 'v'.repeat(15) }],
  ])('are bounded by limits.%s, for new webhooks and for edits', async (setting, headers) => {
    const send = world.doors['content-api'];
    const before = await total();
    expectExceeded(await send('POST', '/webhooks', input({ headers })), setting);
    expect(await total()).toBe(before);
    const id = await aWebhook(world);
    const webhook = await world.plugin.webhooks.find(id);
    expectExceeded(await send('PUT', `/webhooks/${id}`, { data: { headers } }), setting);
    expect(await world.plugin.webhooks.find(id)).toEqual(webhook);
  });

  it('may be as large as the limits say', async () => {
    const headers = { 'X-Aaaaaaaa': 'v'.repeat(10), 'X-Bbbbbbbb': 'v'.repeat(10) };
    const { status } = await world.doors.admin('POST', '/webhooks', input({ headers }));
    expect(status).toBe(201);
  });

  it('counts a value that stays as it is, though it is masked', async () => {
    const headers = { 'X-Api-Key': 'v'.repeat(20) };
    const { body } = await world.doors.admin('POST', '/webhooks', input({ headers }));
    const more = { data: { headers: { ...body.data.headers, 'X-Bbbbbb': 'v'.repeat(8) } } };
    const edit = await world.doors.admin('PUT', `/webhooks/${body.data.id}`, more);
    expectExceeded(edit, 'headersBytes');
  });

  it('that are too much are one fault among others, when there are others', async () => {
    const headers = { 'X-A': '1', 'X-B': '2', 'X-C': '3' };
    const wrong = input({ headers, deliveryUrl: 'nowhere' });
    const { status, body } = await world.doors.admin('POST', '/webhooks', wrong);
    expect(status).toBe(400);
    expect(body.error.details.code).toBe('webhook_invalid');
    expect(body.error.message).toContain('the setting limits.headers');
    expect(body.error.message).toContain('deliveryUrl');
  });
});

it('a replay of more than limits.replay is refused, and without a limit it sends so many', async () => {
  const { webhookId } = await aDelivery(world);
  const filters = { webhookId };
  const send = world.doors['content-api'];
  const data = { filters, dryRun: true, limit: LIMITS.replay + 1 };
  expectExceeded(await send('POST', '/deliveries/replay', { data }), 'replay');
  const fitting = await send('POST', '/deliveries/replay', { data: { filters, dryRun: true } });
  expect(fitting.body.data.limit).toBe(LIMITS.replay);
});

describe('how often one may ask', () => {
  const expectTooOften = ({ status, body, headers }: Answer, setting: string): void => {
    expect({ status, code: body.error.details.code }).toEqual({
      status: 429,
      code: 'rate_exceeded',
    });
    expect(body.error.name).toBe('RateLimitError');
    expect(body.error.message).toContain(`the setting limits.${setting}`);
    // One turn of two a minute comes back within half a minute.
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(30);
  };

  /** Sends until it is refused, and says how often that went well. */
  const sendUntilRefused = async (
    send: Send,
    path: string,
    data = {},
  ): Promise<[number, Answer]> => {
    for (let count = 0; ; count += 1) {
      const answer = await send('POST', path, { data });
      if (answer.status !== 200 || count > 5) return [count, answer];
    }
  };

  it.each<[string, () => Promise<Send>]>([
    ['a person', () => world.callers.operator()],
    ['a token', () => world.callers.token('full-access')],
  ])('bounds tests and pings of %s', async (_who, caller) => {
    const send = await caller();
    const id = await aWebhook(world);
    const [count, refused] = await sendUntilRefused(send, `/webhooks/${id}/trigger`);
    expect(count).toBe(LIMITS.testsPerMinute);
    expectTooOften(refused, 'testsPerMinute');
    const sentBefore = world.receiver.requests.length;
    expectTooOften(
      await send('POST', `/webhooks/${id}/trigger`, { data: { topic: 'ping' } }),
      'testsPerMinute',
    );
    expect(world.receiver.requests).toHaveLength(sentBefore);
    expect((await send('GET', `/webhooks/${id}`)).status).toBe(200);
  });

  it('bounds redeliveries and replays together, and lets previews be', async () => {
    const { id, webhookId } = await aDelivery(world);
    const send = await world.callers.operator();
    const [count, refused] = await sendUntilRefused(send, `/deliveries/${id}/redeliver`);
    expect(count).toBe(LIMITS.redeliveriesPerMinute);
    expectTooOften(refused, 'redeliveriesPerMinute');
    const replay = { filters: { webhookId } };
    expectTooOften(
      await send('POST', '/deliveries/replay', { data: replay }),
      'redeliveriesPerMinute',
    );
    const preview = await send('POST', '/deliveries/replay', { data: { ...replay, dryRun: true } });
    expect(preview.status).toBe(200);
  });

  it('counts every person and every token for itself', async () => {
    const id = await aWebhook(world);
    const path = `/webhooks/${id}/trigger`;
    await sendUntilRefused(await world.callers.operator(), path);
    const other = await world.callers.operator();
    expect((await other('POST', path)).status).toBe(200);
    const scopes = ['plugin::durable-webhooks.webhooks.trigger'];
    const token = await world.callers.token({ custom: scopes });
    expect((await token('POST', path)).status).toBe(200);
  });

  it('does not count what was refused anyway', async () => {
    const id = await aWebhook(world);
    const send = await world.callers.operator();
    for (let count = 0; count < 5; count += 1) {
      const wrong = await send('POST', `/webhooks/${id}/trigger`, { data: { topic: 'nothing' } });
      expect(wrong.status).toBe(400);
    }
    expect((await send('POST', `/webhooks/${id}/trigger`)).status).toBe(200);
  });
});
