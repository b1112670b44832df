import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TABLE_NAMES } from '../../server/src/adapters/database/tables';
import { startAppProcess, type AppProcess } from '../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../helpers/database-under-test';
import { FAST_SETTINGS } from '../helpers/plugin';
import { startReceiver, type Receiver } from '../helpers/receiver';

jest.setTimeout(240_000);

const TIME = resolve(__dirname, '..', 'fixtures', 'durability', 'end-time.cjs');
/** What the plugin may need beyond the grace: it puts on record what it cut off. */
const RECORDING_MS = 1_000;
/** What Strapi itself may need to end, on a busy machine. */
const STRAPI_MS = 10_000;

const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const TIME_THE_END = `durability.timeTheEnd(strapi, argument);`;
/** Saves as fast as it can until Strapi closes its database. */
const SAVE_WITHOUT_END = `
  for (let saved = 0; ; saved += 1) {
    await strapi.documents('api::tag.tag').create({ data: { name: 'tag ' + saved } });
    await new Promise((done) => setImmediate(done));
  }`;

interface AttemptRow {
  readonly delivery_id: string;
  readonly number: number;
  readonly outcome: string;
}

let folder: string;
let database: TestDatabase;
let receiver: Receiver;
let app: AppProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-shutdown-'));
  await mkdir(join(folder, 'uploads'));
  database = await installedDatabase();
  receiver = await startReceiver();
});
afterEach(async () => {
  await app?.kill();
  await receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const endTimePath = (): string => join(folder, 'end-time');

const startUnderLoad = async (graceMs: number): Promise<AppProcess> => {
  const started = await startAppProcess(
    {
      ...database.environment,
      PUBLIC_DIR: folder,
      DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
        ...FAST_SETTINGS,
        timeoutMs: 10_000,
        lease: { durationMs: 20_000 },
        shutdownTimeoutMs: graceMs,
      }),
    },
    [TIME],
  );
  app = started;
  await started.run(TIME_THE_END, endTimePath());
  await started.run(CREATE_WEBHOOK, { topics: ['entry.create'], deliveryUrl: receiver.url });
  // Ends with the process, and the call with it.
  started.run(SAVE_WITHOUT_END).catch(() => undefined);
  return started;
};

/**
 * Strapi closes its pool of connections while saves still wait for one, and nobody awaits some of these: seen without
 * the plugin too, where saves meet on PostgreSQL.
 */
const POOL_OF_STRAPI =
  /Error: aborted\n\s+at PendingOperation\.abort[^]+at async Database\.destroy/;

const stopWithin = async (running: AppProcess, graceMs: number): Promise<void> => {
  const startedAtMs = performance.now();
  const code = await running.terminate();
  if (!POOL_OF_STRAPI.test(running.output)) expect(code).toBe(0);
  expect(performance.now() - startedAtMs).toBeLessThan(graceMs + STRAPI_MS);
  const endMs = Number(await readFile(endTimePath(), 'utf8'));
  expect(endMs).toBeLessThan(graceMs + RECORDING_MS);
};

/** Delivery and number of every attempt: those that the receiver saw, and those on record. */
const attempts = async () => {
  const knex = database.connect();
  const rows = await knex<AttemptRow>(TABLE_NAMES.attempts).select(
    'delivery_id',
    'number',
    'outcome',
  );
  return {
    seen: receiver.requests
      .map(
        ({ headers }) =>
          `${String(headers['x-wc-webhook-delivery-id'])} ${String(headers['x-webhook-attempt'])}`,
      )
      .sort(),
    recorded: rows.map((row) => `${row.delivery_id} ${row.number}`).sort(),
    outcomes: new Set(rows.map(({ outcome }) => outcome)),
    leases: await knex(TABLE_NAMES.deliveries).whereNotNull('lease_owner').select('id'),
  };
};

it('ends under load with every attempt that was on the wire on record', async () => {
  receiver.answer({ delayMs: 200 });
  const running = await startUnderLoad(8_000);
  await receiver.waitFor(30, { timeoutMs: 30_000 });
  await stopWithin(running, 8_000);
  const { seen, recorded, outcomes, leases } = await attempts();
  expect(recorded).toEqual(seen);
  expect(outcomes).toEqual(new Set(['success']));
  expect(leases).toEqual([]);
});

it('cuts off what outlasts the grace, and puts that on record too', async () => {
  receiver.answer((_request, index) => (index < 20 ? { status: 200 } : { fault: 'hang' }));
  const running = await startUnderLoad(1_000);
  await receiver.waitFor(22, { timeoutMs: 30_000 });
  await stopWithin(running, 1_000);
  const { seen, recorded, outcomes, leases } = await attempts();
  expect(recorded).toEqual(seen);
  expect(outcomes).toEqual(new Set(['success', 'interrupted']));
  expect(leases).toEqual([]);
});
