import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { pluginOf } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground } from '../../helpers/strapi';

jest.setTimeout(60_000);

let database: TestDatabase;
let receiver: Receiver;

beforeAll(async () => {
  database = await installedDatabase();
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await database.drop();
});

it.each([
  [
    'waits for a test that a person sent',
    { delayMs: 600 },
    { shutdownTimeoutMs: 8_000 },
    'success',
  ],
  [
    'cuts it off in the end, on record',
    { fault: 'hang' },
    { shutdownTimeoutMs: 100 },
    'interrupted',
  ],
] as const)('stopping %s', async (_name, answer, settings, outcome) => {
  const app = await bootPlayground({ database, settings: { ...settings, dispatcher: 'never' } });
  const { webhooks } = pluginOf(app.strapi);
  const { webhook } = await webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    status: 'paused',
  });
  receiver.answer(answer);
  const seen = receiver.requests.length;
  const test = webhooks.triggerTest(webhook.id);
  await receiver.waitFor(seen + 1);
  await app.stop();

  expect(await test).toMatchObject({ outcome });
  const knex = database.connect();
  const deliveries = await knex('durable_webhooks_deliveries').where({ webhook_id: webhook.id });
  expect(deliveries).toMatchObject([{ topic: 'trigger-test', lease_owner: null }]);
  const attempts = await knex('durable_webhooks_attempts').where({ delivery_id: deliveries[0].id });
  expect(attempts).toMatchObject([{ number: 1, outcome }]);
});
