import { databaseUnderTest, type TestDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import type { AuditService } from '../../../server/src/services/audit';
import type { EncryptionService } from '../../../server/src/services/encryption';

const OLD = { id: 'old', key: 'the old key of these tests, long enough' };
const NEW = { id: 'new', key: 'the new key of these tests, long enough' };
const LOST = { id: 'lost', key: 'another key of these tests, long enough' };
const TOKEN = 'query-token-of-the-receiver';
const HEADER = 'Bearer header-of-the-receiver';

let database: TestDatabase;
let receiver: Receiver;
let app: BootedPlayground | null = null;

beforeEach(async () => {
  database = await databaseUnderTest();
  receiver = await startReceiver();
});
afterEach(async () => {
  await app?.stop();
  app = null;
  await receiver.close();
  await database.drop();
});

interface Booted extends PluginUnderTest {
  readonly encryption: EncryptionService;
  readonly audit: AuditService;
}

const boot = async (
  encryption: Record<string, unknown>,
  environment: Record<string, string> = {},
): Promise<Booted> => {
  await app?.stop();
  app = null;
  app = await bootPlayground({
    database,
    settings: { ...FAST_SETTINGS, topics: [{ name: 'order.paid' }], encryption },
    environment,
  });
  const plugin = app.strapi.plugin('durable-webhooks');
  return {
    ...pluginOf(app.strapi),
    encryption: plugin.service<EncryptionService>('encryption'),
    audit: plugin.service<AuditService>('audit'),
  };
};

const createIn = async (plugin: PluginUnderTest) => {
  const { webhook, secret } = await plugin.webhooks.create({
    topics: ['order.paid'],
    deliveryUrl: `${receiver.url}/hook?shop=1&token=${TOKEN}`,
    headers: { Authorization: HEADER },
  });
  await receiver.waitFor((all) => all.some((one) => one.headers['x-strapi-event'] === 'ping'));
  return { id: webhook.id, secret };
};

const orders = () =>
  receiver.requests.filter((one) => one.headers['x-strapi-event'] === 'order.paid');

it('moves every secret to a new key with one command, which can be run again', async () => {
  const first = await boot({ keys: [OLD] });
  const { id, secret } = await createIn(first);
  const rotated = await first.webhooks.rotateSecret(id, { overlapHours: 1 });

  const second = await boot({ keys: [NEW, OLD] });
  expect(await second.encryption.status()).toMatchObject({
    keyId: 'new',
    source: 'settings',
    advice: null,
    canSave: true,
    outdatedWebhookIds: [id],
    unreadableWebhookIds: [],
  });
  const before = await second.webhooks.find(id);
  expect(await second.encryption.reencrypt()).toEqual({
    keyId: 'new',
    reencryptedWebhookIds: [id],
    unreadableWebhookIds: [],
  });
  expect(await second.encryption.reencrypt()).toMatchObject({ reencryptedWebhookIds: [] });
  const { entries } = await second.audit.list({ webhookId: id });
  expect(entries.map(({ action, details }) => [action, details])).toEqual([
    ['reencrypted', { keyId: 'new' }],
    ['secret_rotated', { overlapHours: 1 }],
    ['created', {}],
  ]);
  expect(await second.webhooks.find(id)).toEqual(before);

  const third = await boot({ keys: [NEW] });
  expect(await third.encryption.status()).toMatchObject({
    outdatedWebhookIds: [],
    unreadableWebhookIds: [],
  });
  expect(await third.webhooks.revealSecret(id)).toEqual({
    secret: rotated.secret.secret,
    standardSecret: rotated.secret.standardSecret,
    previous: [{ secret, expiresAt: expect.any(String) }],
  });
  await third.events.emit('order.paid', {});
  const [request] = await receiver.waitFor(() => orders().length === 1).then(orders);
  expect(request?.path).toBe(`/hook?shop=1&token=${TOKEN}`);
  expect(request?.headers.authorization).toBe(HEADER);
});

it('holds what it cannot sign, says so, and delivers it signed once the secrets are set anew', async () => {
  const { id } = await createIn(await boot({ keys: [OLD] }));
  const plugin = await boot({ keys: [LOST] });
  expect(await plugin.encryption.status()).toMatchObject({ unreadableWebhookIds: [id] });
  expect(await plugin.encryption.reencrypt()).toMatchObject({
    reencryptedWebhookIds: [],
    unreadableWebhookIds: [id],
  });
  const broken = await plugin.webhooks.find(id);
  expect(broken).toMatchObject({
    status: 'active',
    secretFault: expect.stringMatching(/set a new one.*"old"/),
    deliveryUrl: `${receiver.url}/hook?shop=1&token=••••••••`,
  });

  await plugin.events.emit('order.paid', {});
  const [delivery] = await plugin.deliveriesWhen(id, (all) => all.length === 1);
  if (delivery === undefined) throw new Error('there is no delivery');
  expect(delivery).toMatchObject({ state: 'held', attemptCount: 0, nextAttemptAt: null });
  expect(await plugin.deliveries.find(delivery.id)).toMatchObject({ state: 'held' });
  const held = await plugin.deliveries.search({ filters: { state: ['held'] } });
  expect(held.deliveries.map((one) => one.id)).toContain(delivery.id);
  expect(await plugin.deliveries.count({ state: ['pending'] }, 10)).toBe(0);
  const [health] = await plugin.webhooks.health();
  expect(health?.lastDelivery?.state).toBe('held');

  // A person's wish is answered with the reason, and nothing goes out unsigned either.
  await plugin.deliveries.redeliver(delivery.id);
  const tried = await plugin.deliveryWhen(delivery.id, ({ attempts }) => attempts.length === 1);
  expect(tried).toMatchObject({
    state: 'held',
    attempts: [{ outcome: 'failure', request: null, error: { code: 'secret_unreadable' } }],
  });
  expect(orders()).toEqual([]);

  const masked = { secret: 'a new secret of our own', headers: broken.headers };
  await expect(plugin.webhooks.update(id, masked)).rejects.toMatchObject({
    code: 'webhook_invalid',
    faults: [{ path: ['headers', 'Authorization'] }],
  });
  await expect(
    plugin.webhooks.update(id, { deliveryUrl: broken.deliveryUrl }),
  ).rejects.toMatchObject({ code: 'webhook_invalid', faults: [{ path: ['deliveryUrl'] }] });
  const repaired = await plugin.webhooks.update(id, {
    secret: 'a new secret of our own',
    headers: { Authorization: HEADER },
    deliveryUrl: `${receiver.url}/hook?shop=1&token=${TOKEN}`,
  });
  expect(repaired.secretFault).toBeNull();
  await plugin.deliveryWhen(delivery.id, ({ state }) => state === 'succeeded');
  expect(orders()).toHaveLength(1);
  expect(orders()[0]?.headers['webhook-signature']).toMatch(/^v1,/);
});

it('derives a key in need, says how to make a proper one, and saves nothing where one is required', async () => {
  const none = { ENCRYPTION_KEY: '' };
  const first = await boot({}, none);
  expect(await first.encryption.status()).toMatchObject({
    keyId: 'auth',
    source: 'derived',
    advice: expect.stringContaining('randomBytes(32)'),
    canSave: true,
  });
  const { id } = await createIn(first);

  const second = await boot({ required: true }, none);
  expect(await second.encryption.status()).toMatchObject({
    advice: expect.stringContaining('cannot be saved'),
    canSave: false,
  });
  const refused = { code: 'encryption_required', message: expect.stringContaining('randomBytes') };
  await expect(createIn(second)).rejects.toMatchObject(refused);
  await expect(second.webhooks.rotateSecret(id)).rejects.toMatchObject(refused);
  expect(await second.webhooks.list()).toHaveLength(1);
  // What was saved before goes on.
  await second.events.emit('order.paid', {});
  await receiver.waitFor(() => orders().length === 1);

  const third = await boot({ required: true });
  expect(await third.encryption.status()).toMatchObject({ keyId: 'admin', source: 'admin' });
  expect(await third.encryption.reencrypt()).toMatchObject({ reencryptedWebhookIds: [id] });
  await third.webhooks.rotateSecret(id);
});
