import { FAST_SETTINGS, pluginOf } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

let app: BootedPlayground;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  app = await bootPlayground({ settings: { ...FAST_SETTINGS, successStatuses: ['2xx', 404] } });
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

it('successStatuses decides which answers succeed', async () => {
  const plugin = pluginOf(app.strapi);
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    retrySchedule: [],
  });
  await receiver.waitFor(1);
  const statuses = [202, 404, 301, 302];
  for (const [index, status] of statuses.entries()) {
    receiver.answer({ status, headers: { Location: receiver.url } });
    await app.strapi.documents('api::tag.tag').create({ data: { name: String(status) } });
    await plugin.deliveriesWhen(
      webhook.id,
      (all) => all.length === index + 1 && all.every(({ state }) => state !== 'pending'),
    );
  }
  const all = await plugin.deliveriesWhen(webhook.id, () => true);
  expect(all.map(({ lastStatusCode, state }) => [lastStatusCode, state])).toEqual([
    [202, 'succeeded'],
    [404, 'succeeded'],
    [301, 'failed'],
    [302, 'failed'],
  ]);
});
