import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import { waitUntil } from '../../helpers/wait-until';

let app: BootedPlayground;
let plugin: PluginUnderTest;
let receiver: Receiver;
const disabledOnHub: unknown[] = [];

beforeAll(async () => {
  app = await bootPlayground({ settings: FAST_SETTINGS });
  plugin = pluginOf(app.strapi);
  app.strapi.eventHub.on('webhook.disabled', (notice) => {
    disabledOnHub.push(notice);
    return Promise.resolve();
  });
});
afterAll(() => app.stop());
beforeEach(async () => {
  receiver = await startReceiver();
  disabledOnHub.length = 0;
});
afterEach(async () => {
  for (const { id } of await plugin.webhooks.list()) await plugin.webhooks.delete(id);
  await receiver.close();
});

let tagCount = 0;
const createTag = () =>
  app.strapi.documents('api::tag.tag').create({ data: { name: `tag ${(tagCount += 1)}` } });

/** A webhook whose ping is over, so that only the test's own deliveries count. */
const webhookFor = async (
  over: Partial<Parameters<PluginUnderTest['webhooks']['create']>[0]> = {},
) => {
  const created = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    ...over,
  });
  await waitUntil(
    () => plugin.deliveries.list({ webhookId: created.webhook.id }),
    (all) => all[0]?.state === 'succeeded',
    'the ping',
  );
  return created.webhook.id;
};

it('retries along the schedule with the same event and delivery id, and stops at the first success', async () => {
  const id = await webhookFor();
  receiver.answer([{ status: 500, body: 'first' }, { status: 503 }, { status: 200 }]);
  await createTag();
  const [delivery] = await plugin.deliveriesWhen(id, (all) => all[0]?.state === 'succeeded');
  const { attempts } = await plugin.deliveries.find(delivery?.id ?? '');

  expect(
    attempts.map(({ number, outcome, response }) => [number, outcome, response?.status]),
  ).toEqual([
    [1, 'failure', 500],
    [2, 'failure', 503],
    [3, 'success', 200],
  ]);
  const requests = receiver.requests.slice(1);
  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(requests.map(({ headers }) => headers['x-wc-webhook-delivery-id'])).size).toBe(1);
  expect(requests.map(({ headers }) => headers['x-webhook-attempt'])).toEqual(['1', '2', '3']);
  expect(new Set(requests.map(({ body }) => body.toString())).size).toBe(1);
  expect((await plugin.webhooks.find(id)).failureCount).toBe(0);
});

it('has failed when the schedule is used up, and counts it once', async () => {
  const id = await webhookFor();
  receiver.answer({ status: 500, body: 'broken' });
  await createTag();
  const [delivery] = await plugin.deliveriesWhen(id, (all) => all[0]?.state === 'failed');
  expect(delivery).toMatchObject({
    attemptCount: 3,
    lastStatusCode: 500,
    lastError: 'HTTP 500',
    nextAttemptAt: null,
  });
  expect((await plugin.webhooks.find(id)).failureCount).toBe(1);
});

it('keeps its own books without moving updatedAt, which stands for edits alone', async () => {
  const id = await webhookFor({ retrySchedule: [], maxConsecutiveFailures: 2 });
  const { updatedAt } = await plugin.webhooks.find(id);
  receiver.answer([{ status: 500 }, { status: 200 }, { status: 500 }]);
  const seen: unknown[] = [];
  for (const state of ['failed', 'succeeded', 'failed', 'failed']) {
    await createTag();
    const count = seen.length + 1;
    await plugin.deliveriesWhen(id, (all) => all[count - 1]?.state === state);
    const webhook = await plugin.webhooks.find(id);
    seen.push([webhook.failureCount, webhook.status, webhook.updatedAt]);
  }
  expect(seen).toEqual([
    [1, 'active', updatedAt],
    [0, 'active', updatedAt],
    [1, 'active', updatedAt],
    [2, 'disabled', updatedAt],
  ]);
});

it.each<[string, () => Promise<void> | void, string]>([
  ['refuses connections', () => receiver.close(), 'connection_refused'],
  ['never answers', () => receiver.answer({ fault: 'hang' }), 'timeout'],
  ['resets the connection', () => receiver.answer({ fault: 'reset' }), 'connection_reset'],
  [
    'speaks no HTTP',
    () => receiver.answer({ fault: 'raw', body: 'hello\r\n\r\n' }),
    'invalid_response',
  ],
])('records why a receiver that %s failed', async (_what, breakIt, code) => {
  const id = await webhookFor({ retrySchedule: [] });
  await breakIt();
  await createTag();
  const [delivery] = await plugin.deliveriesWhen(id, (all) => all[0]?.state === 'failed');
  const { attempts } = await plugin.deliveries.find(delivery?.id ?? '');
  expect(attempts).toMatchObject([{ outcome: 'failure', response: null, error: { code } }]);
  if (code === 'connection_refused') receiver = await startReceiver();
});

it.each([301, 302])('counts %i as success and does not follow it', async (status) => {
  const elsewhere = await startReceiver();
  const id = await webhookFor();
  receiver.answer({ status, headers: { Location: elsewhere.url } });
  await createTag();
  await plugin.deliveriesWhen(id, (all) => all[0]?.state === 'succeeded');
  expect(elsewhere.requests).toHaveLength(0);
  await elsewhere.close();
});

it('counts 307 as failure and does not follow it', async () => {
  const elsewhere = await startReceiver();
  const id = await webhookFor({ retrySchedule: [] });
  receiver.answer({ status: 307, headers: { Location: elsewhere.url } });
  await createTag();
  await plugin.deliveriesWhen(id, (all) => all[0]?.state === 'failed');
  expect(elsewhere.requests).toHaveLength(0);
  await elsewhere.close();
});

describe('five failed deliveries in a row', () => {
  const failFive = async (): Promise<number> => {
    const id = await webhookFor({ name: 'Shop', retrySchedule: [] });
    receiver.answer({ status: 500 });
    for (let index = 1; index <= 5; index += 1) {
      await createTag();
      await plugin.deliveriesWhen(
        id,
        (all) => all.filter(({ state }) => state === 'failed').length === index,
      );
      const { status } = await plugin.webhooks.find(id);
      expect(status).toBe(index < 5 ? 'active' : 'disabled');
    }
    return id;
  };

  it('disable the webhook, with the reason on record, on the hub and in the log', async () => {
    const errors = jest.spyOn(app.strapi.log, 'error');
    const id = await failFive();
    expect(await plugin.webhooks.find(id)).toMatchObject({
      status: 'disabled',
      failureCount: 5,
      disabledReason: 'consecutive_failures',
      disabledMessage: expect.stringContaining('HTTP 500'),
      disabledAt: expect.any(String),
    });
    expect(await plugin.webhooks.countByStatus()).toMatchObject({ active: 0, disabled: 1 });
    await waitUntil(
      () => disabledOnHub,
      (all) => all.length === 1,
      'webhook.disabled on the hub',
    );
    expect(disabledOnHub).toMatchObject([{ webhookId: id, reason: 'consecutive_failures' }]);
    const words = errors.mock.calls.map(([message]) => message);
    errors.mockRestore();
    expect(words).toEqual([expect.stringMatching(`webhook ${id} "Shop" was disabled: .*HTTP 500`)]);
  });

  it('hold what comes next, and deliver it when a person says so', async () => {
    const id = await failFive();
    receiver.answer({ status: 200 });
    const before = receiver.requests.length;
    await createTag();
    await createTag();
    await plugin.deliveriesWhen(
      id,
      (all) => all.filter(({ state }) => state === 'held').length === 2,
    );
    expect(receiver.requests).toHaveLength(before);

    expect(await plugin.webhooks.resume(id, 'deliver')).toMatchObject({
      status: 'active',
      failureCount: 0,
      disabledReason: null,
      disabledMessage: null,
      disabledAt: null,
    });
    await plugin.deliveriesWhen(
      id,
      (all) => all.filter(({ state }) => state === 'succeeded').length === 2,
    );
  });

  it('hold what comes next, and discard it when a person says so', async () => {
    const id = await failFive();
    await createTag();
    await plugin.deliveriesWhen(id, (all) => all.some(({ state }) => state === 'held'));
    receiver.answer({ status: 200 });
    const before = receiver.requests.length;
    await plugin.webhooks.resume(id, 'discard');
    const last = await createTag();
    const all = await plugin.deliveriesWhen(id, (rows) => rows.at(-1)?.state === 'succeeded');
    expect(all.filter(({ state }) => state === 'discarded')).toMatchObject([
      { discardReason: 'discarded_on_resume' },
    ]);
    expect(receiver.requests).toHaveLength(before + 1);
    expect(all.at(-1)?.documentId).toBe(last.documentId);
  });

  it('are no row when a success is among them', async () => {
    const id = await webhookFor({ retrySchedule: [] });
    for (const status of [500, 500, 500, 500, 200, 500, 500]) {
      receiver.answer({ status });
      const before = receiver.requests.length;
      await createTag();
      await receiver.waitFor(before + 1);
      await plugin.deliveriesWhen(id, (all) => all.every(({ state }) => state !== 'pending'));
    }
    expect(await plugin.webhooks.find(id)).toMatchObject({ status: 'active', failureCount: 2 });
  });
});

it('disables at once on 410, and keeps the delivery for the day it is enabled again', async () => {
  const id = await webhookFor();
  receiver.answer({ status: 410 });
  await createTag();
  await waitUntil(
    () => plugin.webhooks.find(id),
    ({ status }) => status === 'disabled',
    'the 410',
  );
  expect(await plugin.webhooks.find(id)).toMatchObject({ disabledReason: 'gone' });
  await plugin.deliveriesWhen(id, (all) => all[0]?.state === 'held');
  expect(receiver.requests).toHaveLength(2);
});

it('leaves the whole webhook alone for as long as Retry-After asks', async () => {
  const id = await webhookFor();
  receiver.answer([{ status: 429, headers: { 'Retry-After': '1' } }, { status: 200 }]);
  await createTag();
  await plugin.deliveriesWhen(id, (all) => all[0]?.lastStatusCode === 429);
  const askedAtMs = receiver.requests[1]?.receivedAtMs ?? 0;
  await createTag();
  const all = await plugin.deliveriesWhen(
    id,
    (rows) => rows.filter(({ state }) => state === 'succeeded').length === 2,
  );
  expect(all).toHaveLength(2);
  for (const { receivedAtMs } of receiver.requests.slice(2)) {
    expect(receivedAtMs - askedAtMs).toBeGreaterThan(900);
  }
});

it('lets a broken receiver hurt only itself', async () => {
  const healthy = await startReceiver();
  receiver.answer({ fault: 'hang' });
  await plugin.webhooks.create({ topics: ['entry.create'], deliveryUrl: receiver.url });
  const id = await webhookFor({ deliveryUrl: healthy.url });
  for (let index = 0; index < 20; index += 1) await createTag();
  await plugin.deliveriesWhen(
    id,
    (all) => all.filter(({ state }) => state === 'succeeded').length === 20,
  );
  expect(healthy.requests.length).toBe(21);
  await healthy.close();
});
