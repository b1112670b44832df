import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAppProcess, type AppProcess } from '../../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';

const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const CREATE_TAG = `return (await strapi.documents('api::tag.tag').create({ data: { name: argument } })).documentId;`;
const DELIVERIES = `return strapi.plugin('durable-webhooks').service('deliveries').list({ limit: 500 });`;
const ATTEMPTS = `return (await strapi.plugin('durable-webhooks').service('deliveries').find(argument)).attempts;`;

let folder: string;
let database: TestDatabase;
let receiver: Receiver;
const running: AppProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-restart-'));
  await mkdir(join(folder, 'uploads'));
  database = await installedDatabase();
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.kill();
  await receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const start = async (settings: Record<string, unknown> = {}): Promise<AppProcess> => {
  const app = await startAppProcess({
    ...database.environment,
    PUBLIC_DIR: folder,
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
      ...FAST_SETTINGS,
      dispatcher: 'auto',
      ...settings,
    }),
  });
  running.push(app);
  return app;
};

const tagNames = (): unknown[] =>
  receiver.requests.flatMap(({ json }) => {
    const { event, entry } = json as { event: string; entry?: { name: string } };
    return event === 'entry.create' && entry !== undefined ? [entry.name] : [];
  });

it('delivers after a kill what was committed before it', async () => {
  const first = await start({ dispatcher: 'never' });
  await first.run(CREATE_WEBHOOK, { topics: ['entry.create'], deliveryUrl: receiver.url });
  for (const name of ['one', 'two', 'three']) await first.run(CREATE_TAG, name);
  await first.kill();
  expect(receiver.requests).toHaveLength(0);

  await start();
  await receiver.waitFor(() => tagNames().length >= 3, { timeoutMs: 20_000 });
  expect(tagNames().sort()).toEqual(['one', 'three', 'two']);
});

it('makes another attempt of what a kill cut off, and records the first as interrupted', async () => {
  const first = await start();
  await first.run(CREATE_WEBHOOK, {
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    retrySchedule: [],
  });
  await receiver.waitFor(1);
  receiver.answer({ fault: 'hang' });
  await first.run(CREATE_TAG, 'cut off');
  await receiver.waitFor(() => tagNames().length === 1);
  await first.kill();

  receiver.answer({ status: 200 });
  const second = await start();
  await receiver.waitFor(() => tagNames().length === 2, { timeoutMs: 20_000 });
  const settled = async () =>
    (await second.run<{ id: string; topic: string; state: string }[]>(DELIVERIES)).find(
      ({ topic, state }) => topic === 'entry.create' && state === 'succeeded',
    );
  let delivery = await settled();
  for (let tries = 0; delivery === undefined && tries < 200; tries += 1) delivery = await settled();
  const attempts = await second.run<{ number: number; outcome: string }[]>(ATTEMPTS, delivery?.id);
  expect(attempts).toMatchObject([
    { number: 1, outcome: 'interrupted' },
    { number: 2, outcome: 'success' },
  ]);
  // The kill may have cut the record of the ping off too, and then that comes twice as well.
  const [one, two] = receiver.requests.filter(
    ({ headers }) => headers['x-strapi-event'] === 'entry.create',
  );
  expect(two?.headers['x-webhook-attempt']).toBe('2');
  expect(two?.headers['webhook-id']).toBe(one?.headers['webhook-id']);
});

it('puts attempts that outlast the shutdown on record as interrupted', async () => {
  const first = await start({ shutdownTimeoutMs: 100, timeoutMs: 1_400 });
  await first.run(CREATE_WEBHOOK, { topics: ['entry.create'], deliveryUrl: receiver.url });
  await receiver.waitFor(1);
  receiver.answer({ fault: 'hang' });
  await first.run(CREATE_TAG, 'stopped');
  await receiver.waitFor(() => tagNames().length === 1);
  await first.terminate();

  const second = await start({ dispatcher: 'never' });
  const [delivery] = (
    await second.run<{ id: string; topic: string; state: string }[]>(DELIVERIES)
  ).filter(({ topic }) => topic === 'entry.create');
  expect(delivery).toMatchObject({ state: 'pending', inFlight: false });
  expect(await second.run(ATTEMPTS, delivery?.id)).toMatchObject([
    { number: 1, outcome: 'interrupted', error: { code: 'interrupted' } },
  ]);
});

it('shares one database between two instances without attempting anything twice', async () => {
  const one = await start();
  const two = await start();
  await one.run(CREATE_WEBHOOK, { topics: ['entry.create'], deliveryUrl: receiver.url });
  for (const app of [one, two]) {
    // Each learns of the webhook within a second, by reading its revision.
    for (let probe = 0; !tagNames().includes(`probe of ${app.pid}`); probe += 1) {
      expect(probe).toBeLessThan(200);
      await app.run(CREATE_TAG, `probe of ${app.pid}`);
    }
  }
  const names = Array.from({ length: 40 }, (_value, index) => `shared ${index}`);
  const create = async (app: AppProcess, part: readonly string[]): Promise<void> => {
    for (const name of part) await app.run(CREATE_TAG, name);
  };
  await Promise.all([create(one, names.slice(0, 20)), create(two, names.slice(20))]);
  await receiver.waitFor(() => names.every((name) => tagNames().includes(name)), {
    timeoutMs: 20_000,
  });
  const ids = receiver.requests.map(({ headers }) => headers['x-wc-webhook-delivery-id']);
  expect(new Set(ids).size).toBe(ids.length);
});
