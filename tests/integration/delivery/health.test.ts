import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

let app: BootedPlayground;
let plugin: PluginUnderTest;
let receiver: Receiver;

beforeAll(async () => {
  app = await bootPlayground({ settings: FAST_SETTINGS });
  plugin = pluginOf(app.strapi);
  receiver = await startReceiver();
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

it('tells how many deliveries wait that have failed before, whatever the newest one is', async () => {
  receiver.answer({ status: 500 });
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    retrySchedule: [3600],
  });
  const health = async () =>
    (await plugin.webhooks.health()).find(({ webhookId }) => webhookId === webhook.id);
  expect(await health()).toMatchObject({ retryingCount: 0, retryingCountIsCapped: false });

  const createTag = (name: string) =>
    app.strapi.documents('api::tag.tag').create({ data: { name } });
  for (const count of [1, 2]) {
    await createTag(`refused ${count}`);
    await plugin.deliveriesWhen(
      webhook.id,
      (all) => all.filter(({ lastStatusCode }) => lastStatusCode === 500).length === count,
    );
  }
  // The next one is held, so nobody tries it.
  await plugin.webhooks.pause(webhook.id);
  await createTag('held');
  await plugin.deliveriesWhen(webhook.id, (all) => all.length === 3);
  expect(await health()).toMatchObject({
    openCount: 3,
    retryingCount: 2,
    retryingCountIsCapped: false,
    lastDelivery: { topic: 'entry.create', state: 'held', error: null },
  });
});
