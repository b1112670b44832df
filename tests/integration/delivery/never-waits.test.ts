import { FAST_SETTINGS, pluginOf } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

let app: BootedPlayground;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver({ answer: { fault: 'hang' } });
  app = await bootPlayground({
    settings: {
      ...FAST_SETTINGS,
      // Whoever waited for the ping would come back after it has ended as a failure.
      timeoutMs: 60_000,
      lease: { durationMs: 120_000 },
      shutdownTimeoutMs: 100,
    },
  });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

it('neither a new webhook nor a save waits for a receiver that never answers', async () => {
  const { webhooks, deliveries } = pluginOf(app.strapi);
  const { webhook } = await webhooks.create({ topics: ['*'], deliveryUrl: receiver.url });
  await receiver.waitFor(1);
  for (let count = 1; count <= 5; count += 1) {
    await app.strapi.documents('api::tag.tag').create({ data: { name: `tag ${count}` } });
  }
  const all = await deliveries.list({ webhookId: webhook.id });
  expect(all.filter(({ topic }) => topic === 'ping')).toMatchObject([
    { state: 'pending', inFlight: true, attemptCount: 1, finishedAt: null },
  ]);
  expect(await app.strapi.db.query('api::tag.tag').count()).toBe(5);
});
