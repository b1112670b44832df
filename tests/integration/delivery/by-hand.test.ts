import { createHmac } from 'node:crypto';
import { Webhook as StandardVerifier } from 'standardwebhooks';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import { waitUntil } from '../../helpers/wait-until';

let app: BootedPlayground;
let plugin: PluginUnderTest;
let receiver: Receiver;

beforeAll(async () => {
  app = await bootPlayground({ settings: FAST_SETTINGS });
  plugin = pluginOf(app.strapi);
});
afterAll(() => app.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const { id } of await plugin.webhooks.list()) await plugin.webhooks.delete(id);
  await receiver.close();
});

const createTag = () => app.strapi.documents('api::tag.tag').create({ data: { name: 'tag' } });
const pingsOf = async (webhookId: number) =>
  (await plugin.deliveries.list({ webhookId })).filter(({ topic }) => topic === 'ping');

describe('the ping', () => {
  it('is sent when a webhook is first saved active: signed, on record, with its id and name', async () => {
    const { webhook, secret } = await plugin.webhooks.create({
      name: 'Shop',
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
    });
    const [request] = await receiver.waitFor(1);
    expect(request?.json).toEqual({
      event: 'ping',
      createdAt: expect.any(String),
      webhook: { id: webhook.id, name: 'Shop' },
    });
    const { body = Buffer.alloc(0), headers = {} } = request ?? {};
    expect(headers).toMatchObject({
      'x-strapi-event': 'ping',
      'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
    });
    expect(() =>
      new StandardVerifier(secret).verify(body, headers as Record<string, string>),
    ).not.toThrow();
    await waitUntil(
      () => pingsOf(webhook.id),
      (pings) => pings[0]?.state === 'succeeded',
      'the ping',
    );
  });

  it('waits for a paused webhook to become active, and is sent once', async () => {
    const { webhook } = await plugin.webhooks.create({
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
      status: 'paused',
    });
    await createTag();
    await plugin.deliveriesWhen(webhook.id, (all) => all[0]?.state === 'held');
    expect(receiver.requests).toHaveLength(0);
    await plugin.webhooks.resume(webhook.id, 'deliver');
    await receiver.waitFor(2);
    await plugin.webhooks.pause(webhook.id);
    await plugin.webhooks.resume(webhook.id, 'deliver');
    await createTag();
    await receiver.waitFor(3);
    expect(
      receiver.requests.filter(({ headers }) => headers['x-strapi-event'] === 'ping'),
    ).toHaveLength(1);
  });

  it('never counts, and goes to nobody else', async () => {
    const other = await startReceiver();
    await plugin.webhooks.create({ topics: ['*'], deliveryUrl: other.url });
    await other.waitFor(1);
    receiver.answer({ status: 500 });
    const { webhook } = await plugin.webhooks.create({ topics: ['*'], deliveryUrl: receiver.url });
    await waitUntil(
      () => pingsOf(webhook.id),
      (pings) => pings[0]?.state === 'failed',
      'the ping',
    );
    expect(await plugin.webhooks.find(webhook.id)).toMatchObject({
      status: 'active',
      failureCount: 0,
    });
    expect(other.requests).toHaveLength(1);
    await other.close();
  });
});

describe('the test', () => {
  it('answers with what the receiver said, whatever the status of the webhook', async () => {
    receiver.answer({ status: 418, body: 'teapot' });
    const { webhook } = await plugin.webhooks.create({
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
      status: 'paused',
    });
    const attempt = await plugin.webhooks.triggerTest(webhook.id);
    expect(attempt).toMatchObject({
      trigger: 'manual',
      outcome: 'failure',
      response: { status: 418, body: 'teapot' },
      error: null,
    });
    expect(attempt.durationMs).toBeGreaterThan(0);
    expect(receiver.requests[0]?.json).toMatchObject({
      event: 'trigger-test',
      webhook: { id: webhook.id },
    });
    expect(await plugin.deliveries.list({ webhookId: webhook.id })).toMatchObject([
      { topic: 'trigger-test', state: 'failed', attemptCount: 1, inFlight: false },
    ]);
    expect((await plugin.webhooks.find(webhook.id)).failureCount).toBe(0);
  });

  it('says why nothing came back', async () => {
    const { webhook } = await plugin.webhooks.create({
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
      status: 'paused',
    });
    await receiver.close();
    expect(await plugin.webhooks.triggerTest(webhook.id)).toMatchObject({
      outcome: 'failure',
      response: null,
      error: { code: 'connection_refused' },
    });
    receiver = await startReceiver();
  });
});

describe('redelivery', () => {
  const failedDelivery = async () => {
    const { webhook } = await plugin.webhooks.create({
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
      retrySchedule: [],
    });
    await receiver.waitFor(1);
    receiver.answer({ status: 500 });
    await createTag();
    const [delivery] = await plugin.deliveriesWhen(webhook.id, (all) => all[0]?.state === 'failed');
    if (delivery === undefined) throw new Error('no delivery');
    return { webhookId: webhook.id, id: delivery.id };
  };

  it('sends the same delivery again and ends it when that succeeds', async () => {
    const { id } = await failedDelivery();
    receiver.answer({ status: 200 });
    await plugin.deliveries.redeliver(id);
    const detail = await plugin.deliveryWhen(id, ({ state }) => state === 'succeeded');
    expect(
      detail.attempts.map(({ number, trigger, outcome }) => [number, trigger, outcome]),
    ).toEqual([
      [1, 'scheduled', 'failure'],
      [2, 'manual', 'success'],
    ]);
    const [first, second] = receiver.requests.slice(-2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  it('leaves state and failure count as they are when it fails', async () => {
    const { id, webhookId } = await failedDelivery();
    await plugin.deliveries.redeliver(id);
    const detail = await plugin.deliveryWhen(id, ({ attempts }) => attempts.length === 2);
    expect(detail).toMatchObject({ state: 'failed', inFlight: false });
    expect((await plugin.webhooks.find(webhookId)).failureCount).toBe(1);
  });

  it('lets a pending schedule go on', async () => {
    const { webhook } = await plugin.webhooks.create({
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
      retrySchedule: [3_600],
    });
    await receiver.waitFor(1);
    receiver.answer({ status: 500 });
    await createTag();
    const [delivery] = await plugin.deliveriesWhen(
      webhook.id,
      (all) => all[0]?.attemptCount === 1 && !all[0].inFlight,
    );
    expect(delivery?.nextAttemptAt).toEqual(expect.any(String));
    const id = delivery?.id ?? '';
    const planned = { state: 'pending', nextAttemptAt: delivery?.nextAttemptAt };
    await plugin.deliveries.redeliver(id);
    const failed = await plugin.deliveryWhen(id, ({ attempts }) => attempts.length === 2);
    expect(failed).toMatchObject(planned);

    receiver.answer({ status: 200 });
    await plugin.deliveries.redeliver(id);
    const done = await plugin.deliveryWhen(id, ({ state }) => state === 'succeeded');
    expect(done.nextAttemptAt).toBeNull();
    expect(done.attempts.map(({ trigger }) => trigger)).toEqual(['scheduled', 'manual', 'manual']);
  });

  it('reaches a webhook that is not active', async () => {
    const { id, webhookId } = await failedDelivery();
    await plugin.webhooks.pause(webhookId);
    receiver.answer({ status: 200 });
    await plugin.deliveries.redeliver(id);
    await plugin.deliveryWhen(id, ({ state }) => state === 'succeeded');
    expect((await plugin.webhooks.find(webhookId)).status).toBe('paused');
  });

  it('of something unknown is refused', async () => {
    await expect(plugin.deliveries.redeliver('dlv_nothing')).rejects.toMatchObject({
      code: 'delivery_not_found',
    });
  });
});
