import type { CoreImportService } from '../../../server/src/services/core-import';
import type { PluginError } from '../../../server/src/errors/plugin-error';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground, type BootOptions } from '../../helpers/strapi';

let database: TestDatabase;
let receiver: Receiver;
let app: BootedPlayground | null = null;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  database = await installedDatabase();
});
afterEach(async () => {
  await stop();
  await database.drop();
});

const stop = async (): Promise<void> => {
  await app?.stop();
  app = null;
};

const boot = async (
  environment: 'production' | 'test',
  settings: Record<string, unknown> = {},
  hooks: NonNullable<BootOptions['hooks']> = {},
): Promise<PluginUnderTest> => {
  await stop();
  app = await bootPlayground({
    database,
    environment: { NODE_ENV: environment },
    settings: { ...FAST_SETTINGS, ...settings },
    hooks,
  });
  return pluginOf(app.strapi);
};

/** Strapi's own webhooks, and the service that takes them over. */
const coreOf = (booted: BootedPlayground | null) => {
  if (booted === null) throw new Error('nothing is booted');
  const imports: CoreImportService = booted.strapi
    .plugin('durable-webhooks')
    .service('core-import');
  return { store: booted.strapi.get('webhookStore'), imports };
};

const refusal = async (work: Promise<unknown>): Promise<Pick<PluginError, 'code' | 'faults'>> => {
  try {
    await work;
  } catch (error) {
    const { code, faults } = error as PluginError;
    return { code, faults };
  }
  throw new Error('it was accepted');
};

const blocked = (message: unknown) => ({
  code: 'webhook_invalid',
  faults: [{ path: ['deliveryUrl'], message }],
});

it('in production nothing private is saved or taken over, and the refusal says what would allow it', async () => {
  const { webhooks } = await boot('production', { dispatcher: 'never' });
  const create = (deliveryUrl: string) => webhooks.create({ topics: ['*'], deliveryUrl });

  expect(await refusal(create(receiver.url))).toEqual(
    blocked(
      '127.0.0.1 is a loopback address; to allow it, add "127.0.0.1" to the setting network.allow',
    ),
  );
  for (const host of [
    'localhost',
    '2130706433',
    '[::ffff:127.0.0.1]',
    '10.0.0.7',
    '169.254.169.254',
  ]) {
    expect(await refusal(create(`http://${host}:${receiver.port}/`))).toEqual(
      blocked(expect.stringContaining('network.allow')),
    );
  }
  expect(await webhooks.list()).toEqual([]);

  const { webhook } = await create('https://hook.example.invalid/');
  expect(await refusal(webhooks.update(webhook.id, { deliveryUrl: receiver.url }))).toEqual(
    blocked(expect.stringContaining('127.0.0.1')),
  );
  expect(await webhooks.find(webhook.id)).toEqual(webhook);

  const { store, imports } = coreOf(app);
  const { id } = await store.createWebhook({
    name: 'Inside',
    url: receiver.url,
    headers: {},
    events: ['entry.create'],
    isEnabled: true,
  });
  expect((await imports.run({ dryRun: false })).webhooks).toMatchObject([
    {
      outcome: 'skipped',
      notes: [expect.stringMatching(/cannot be taken over: 127\.0\.0\.1 .*network\.allow/)],
    },
  ]);
  expect((await store.findWebhook(id)).isEnabled).toBe(true);
});

it('in production a delivery to a private address is refused on record until a setting allows it', async () => {
  const developing = await boot('test', { dispatcher: 'never' });
  const { webhook } = await developing.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: `${receiver.url}/refused`,
  });

  const inProduction = await boot('production');
  await app?.strapi.documents('api::tag.tag').create({ data: { name: 'refused' } });
  const [delivery] = await inProduction.deliveriesWhen(
    webhook.id,
    ([first]) => first?.state === 'failed',
  );
  const { attempts } = await inProduction.deliveries.find(delivery?.id ?? '');
  expect(attempts.map(({ error, response }) => ({ error, response }))).toEqual(
    Array.from({ length: 3 }, () => ({
      response: null,
      error: {
        code: 'address_blocked',
        message:
          'Nothing was sent: 127.0.0.1 is a loopback address; to allow it, add "127.0.0.1" to the setting network.allow',
      },
    })),
  );
  expect((await inProduction.webhooks.triggerTest(webhook.id)).error?.code).toBe('address_blocked');
  expect(receiver.connectionCount).toBe(0);
  // What was saved before stays editable: only a new URL is judged.
  const renamed = { name: 'Renamed', deliveryUrl: webhook.deliveryUrl };
  expect(await inProduction.webhooks.update(webhook.id, renamed)).toMatchObject(renamed);

  const allowed = await boot('production', {
    network: { allow: ['127.0.0.0/8'], ports: [receiver.port] },
  });
  await allowed.deliveries.redeliver(delivery?.id ?? '');
  await allowed.deliveryWhen(delivery?.id ?? '', ({ state }) => state === 'succeeded');
  expect(receiver.requests.filter(({ path }) => path === '/refused')).toHaveLength(1);
  const elsewhere = { topics: ['*'], deliveryUrl: 'http://127.0.0.1:1/' };
  expect(await refusal(allowed.webhooks.create(elsewhere))).toEqual(
    blocked(`port 1 is not one of the setting network.ports (${receiver.port})`),
  );
});

it('in production a webhook of the settings at a private address stops the boot', async () => {
  const hooks = [{ key: 'inside', topics: ['entry.create'], deliveryUrl: receiver.url }];
  const inside = { ...FAST_SETTINGS, dispatcher: 'never', hooks };
  await expect(boot('production', inside)).rejects.toThrow(
    /hooks\.0\.deliveryUrl: 127\.0\.0\.1 is a loopback address.*network\.allow/,
  );
  const { webhooks } = await boot('production', { ...inside, network: { allow: ['127.0.0.1'] } });
  expect(await webhooks.list()).toMatchObject([{ key: 'inside' }]);
});

it('while developing private addresses are allowed, which the log says once; metadata is not', async () => {
  const warnings: string[] = [];
  const { webhooks } = await boot(
    'test',
    {},
    {
      created: ({ log }) => {
        jest.spyOn(log, 'warn').mockImplementation((message: unknown) => {
          if (typeof message === 'string') warnings.push(message);
          return log;
        });
      },
    },
  );
  expect(warnings).toEqual([]);
  const { webhook } = await webhooks.create({ topics: ['*'], deliveryUrl: receiver.url });
  expect(await webhooks.triggerTest(webhook.id)).toMatchObject({ outcome: 'success' });
  expect(warnings).toEqual([
    expect.stringMatching(
      /addresses such as 127\.0\.0\.1 are allowed because NODE_ENV is "test".*network\.allow/,
    ),
  ]);
  const metadata = { topics: ['*'], deliveryUrl: 'http://169.254.169.254/latest/meta-data' };
  expect(await refusal(webhooks.create(metadata))).toEqual(
    blocked(expect.stringContaining('only the entry "169.254.169.254"')),
  );
});

it.each([
  [
    'an entry that is a URL',
    { allow: ['receiver', 'http://receiver'] },
    /network\.allow\.1: .*not a URL/,
  ],
  [
    'a range with a typo',
    { allow: ['10.0.0.1/8'] },
    /network\.allow\.0: has bits after the first 8/,
  ],
  ['a port that is none', { ports: [0] }, /network\.ports/],
  ['no port at all', { ports: [] }, /network\.ports/],
])('%s stops the boot', async (_what, network, message) => {
  await expect(boot('test', { network })).rejects.toThrow(message);
});
