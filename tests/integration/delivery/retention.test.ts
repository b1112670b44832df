import type { Core } from '@strapi/strapi';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import { waitUntil } from '../../helpers/wait-until';

const SECOND_IN_DAYS = 1 / 86_400;

let receiver: Receiver;
let app: BootedPlayground;
let plugin: PluginUnderTest;

const boot = async (retention: Record<string, number>): Promise<void> => {
  app = await bootPlayground({ settings: { ...FAST_SETTINGS, pruneIntervalMs: 100, retention } });
  plugin = pluginOf(app.strapi);
};

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await app.stop();
  await receiver.close();
});

const createTags = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    await app.strapi.documents('api::tag.tag').create({ data: { name: `tag ${index}` } });
  }
};

const countRows = async (strapi: Core.Strapi, table: string): Promise<number> => {
  const [row] = await strapi.db.connection(table).count({ count: '*' });
  return Number(row?.['count']);
};

it('removes finished deliveries, their attempts and their events, and nothing that is open', async () => {
  await boot({ days: 2 * SECOND_IN_DAYS });
  const done = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
  });
  await createTags(3);
  await receiver.waitFor(4);
  await plugin.webhooks.pause(done.webhook.id);
  await createTags(2);

  const rest = await waitUntil(
    () => plugin.deliveries.list({ webhookId: done.webhook.id }),
    (all) => all.length === 2,
    'the log to be pruned',
  );
  expect(rest.map(({ state }) => state)).toEqual(['held', 'held']);
  await waitUntil(
    () => countRows(app.strapi, 'durable_webhooks_events'),
    (count) => count === 2,
    'the events to be pruned',
  );
  expect(await countRows(app.strapi, 'durable_webhooks_attempts')).toBe(0);

  await plugin.webhooks.resume(done.webhook.id, 'deliver');
  await receiver.waitFor(6);
});

it('holds so many deliveries and no more, and says which it gave up', async () => {
  await boot({ heldPerWebhook: 3 });
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    status: 'paused',
  });
  await createTags(5);
  const all = await plugin.deliveriesWhen(
    webhook.id,
    (rows) => rows.length === 5 && rows.filter(({ state }) => state === 'discarded').length === 2,
  );
  expect(all.map(({ state, discardReason }) => [state, discardReason])).toEqual([
    ['discarded', 'held_too_many'],
    ['discarded', 'held_too_many'],
    ['held', null],
    ['held', null],
    ['held', null],
  ]);
});

it('holds a delivery so long and no longer, and says that it gave it up', async () => {
  await boot({ heldDays: 3 * SECOND_IN_DAYS });
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    status: 'paused',
  });
  await createTags(2);
  const held = await plugin.deliveriesWhen(webhook.id, (rows) => rows.length === 2);
  expect(held.map(({ state }) => state)).toEqual(['held', 'held']);
  await plugin.deliveriesWhen(webhook.id, (rows) =>
    rows.every(({ discardReason }) => discardReason === 'held_too_long'),
  );

  await createTags(1);
  const all = await plugin.deliveriesWhen(webhook.id, (rows) => rows.length === 3);
  expect(all.map(({ state }) => state)).toEqual(['discarded', 'discarded', 'held']);
  await plugin.webhooks.resume(webhook.id, 'deliver');
  const ofEntries = (all: readonly ReceivedRequest[]) =>
    all.filter(({ headers }) => headers['x-strapi-event'] === 'entry.create');
  const requests = await receiver.waitFor((all) => ofEntries(all).length > 0);
  expect(ofEntries(requests)).toHaveLength(1);
});

it('discards what a deleted webhook was owed, and keeps the log', async () => {
  await boot({});
  const { webhook } = await plugin.webhooks.create({
    name: 'Old shop',
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    status: 'paused',
  });
  await createTags(2);
  await plugin.deliveriesWhen(webhook.id, (rows) => rows.length === 2);
  await plugin.webhooks.delete(webhook.id);
  const all = await plugin.deliveriesWhen(webhook.id, (rows) =>
    rows.every(({ state }) => state === 'discarded'),
  );
  expect(all.map(({ discardReason, webhookName }) => [discardReason, webhookName])).toEqual([
    ['webhook_deleted', 'Old shop'],
    ['webhook_deleted', 'Old shop'],
  ]);
  expect(receiver.requests).toHaveLength(0);
});
