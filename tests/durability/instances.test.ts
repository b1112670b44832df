import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryDetail, DeliveryView } from '../../server/src/contracts/delivery';
import { startAppProcess, type AppProcess } from '../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../helpers/database-under-test';
import { FAST_SETTINGS } from '../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../helpers/receiver';
import { waitUntil } from '../helpers/wait-until';

const WEBHOOKS = `strapi.plugin('durable-webhooks').service('webhooks')`;
const DELIVERIES = `strapi.plugin('durable-webhooks').service('deliveries')`;
const CREATE = `return (await ${WEBHOOKS}.create(argument)).webhook.id;`;
const UPDATE = `await ${WEBHOOKS}.update(argument.id, argument.changes);`;
const PAUSE = `await ${WEBHOOKS}.pause(argument);`;
const RESUME = `await ${WEBHOOKS}.resume(argument, 'deliver');`;
const DELETE_ALL = `for (const { id } of await ${WEBHOOKS}.list()) await ${WEBHOOKS}.delete(id);`;
const LIST = `return ${DELIVERIES}.list({ webhookId: argument, limit: 500 });`;
const FIND = `return ${DELIVERIES}.find(argument);`;
const SAVE = `
  for (const name of argument) await strapi.documents('api::tag.tag').create({ data: { name } });`;

const TEN_MINUTES_MS = 600_000;
/** After this long every instance knows of a change. */
const KNOWN_MS = 1_000;
const LEASE_MS = 6_000;

/** The second instance's clock is ten minutes ahead and the third one's ten minutes behind, in all of this. */
const INSTANCES = [
  ['one', 0],
  ['two', TEN_MINUTES_MS],
  ['three', -TEN_MINUTES_MS],
] as const;

// SQLite has one process in life; two of them are tried in tests/integration/delivery/restart.test.ts.
const client = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
const suite = client === 'sqlite' ? describe.skip : describe;
if (client === 'sqlite') {
  process.stderr.write('skipped: three instances need PostgreSQL, MySQL or MariaDB\n');
}

suite('three instances, whose clocks differ by ten minutes', () => {
  let folder: string;
  let database: TestDatabase;
  let receiver: Receiver;
  const apps = new Map<string, AppProcess>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-instances-'));
    await mkdir(join(folder, 'uploads'));
    database = await installedDatabase();
    // Strapi itself cannot make its tables in two processes at once.
    for (const [name, shiftMs] of INSTANCES) {
      const app = await startAppProcess({
        ...database.environment,
        PUBLIC_DIR: folder,
        NODE_OPTIONS: `--require ${resolve(__dirname, '..', 'fixtures', 'clock.cjs')}`,
        CLOCK_SHIFT_MS: String(shiftMs),
        DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
          ...FAST_SETTINGS,
          dispatcher: 'auto',
          timeoutMs: 2_500,
          lease: { durationMs: LEASE_MS },
          pollIntervalMs: 1_000,
          defaultHeaders: { 'X-Instance': name },
        }),
      });
      apps.set(name, app);
    }
  }, 180_000);
  afterAll(async () => {
    for (const app of apps.values()) {
      app.signal('SIGCONT');
      await app.kill();
    }
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await app('one').run(DELETE_ALL);
    await receiver.close();
  });

  const app = (name: string): AppProcess => {
    const found = apps.get(name);
    if (found === undefined) throw new Error(`no instance ${name}`);
    return found;
  };
  const nameIn = ({ json }: ReceivedRequest): string | undefined =>
    (json as { entry?: { name?: string } }).entry?.name;
  const names = (): (string | undefined)[] =>
    receiver.requests.map(nameIn).filter((name) => name !== undefined);
  const create = async (over: object = {}): Promise<number> => {
    const id = await app('one').run<number>(CREATE, {
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
      ...over,
    });
    await pause(KNOWN_MS);
    return id;
  };
  const numbered = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_value, index) => `${prefix} ${index}`);
  const saveEverywhere = async (prefix: string, each: number): Promise<string[]> => {
    const lists = INSTANCES.map(([name]) => numbered(`${prefix} ${name}`, each));
    await Promise.all(INSTANCES.map(([name], index) => app(name).run(SAVE, lists[index] ?? [])));
    return lists.flat();
  };

  test('attempt nothing twice, and share the work', async () => {
    receiver.answer({ delayMs: 20 });
    await create({ concurrency: 2 });
    const saved = await saveEverywhere('shared', 40);
    await receiver.waitFor(() => new Set(names()).size === saved.length, { timeoutMs: 60_000 });
    expect(names().sort()).toEqual([...saved].sort());
    const instances = new Set(receiver.requests.map(({ headers }) => headers['x-instance']));
    expect([...instances].sort()).toEqual(['one', 'three', 'two']);
  });

  test('hear of a webhook that is made, changed and paused elsewhere within a second', async () => {
    const id = await create();
    const first = await saveEverywhere('made', 1);
    await receiver.waitFor(() => names().length === first.length, { timeoutMs: 20_000 });

    await app('two').run(UPDATE, { id, changes: { topics: ['entry.delete'] } });
    await pause(KNOWN_MS);
    await saveEverywhere('not subscribed', 1);
    await app('two').run(UPDATE, { id, changes: { topics: ['entry.create'] } });
    await app('three').run(PAUSE, id);
    await pause(KNOWN_MS);
    const held = await saveEverywhere('held', 1);
    const open = await waitUntil(
      () => app('two').run<DeliveryView[]>(LIST, id),
      (all) => all.filter(({ state }) => state === 'held').length === held.length,
      'the held deliveries',
      20_000,
    );
    expect(open.filter(({ topic }) => topic === 'entry.create')).toHaveLength(6);
    expect(names()).toHaveLength(first.length);
    await app('two').run(RESUME, id);
    await receiver.waitFor(() => names().length === 6, { timeoutMs: 20_000 });
  });

  test('start nothing of a webhook once its pause has returned', async () => {
    // Held first and slow to drain, so that the pause meets a backlog however fast the machine is.
    receiver.answer({ delayMs: 400 });
    const id = await create({ concurrency: 2, status: 'paused' });
    const saved = await saveEverywhere('many', 40);
    await app('one').run(RESUME, id);
    await receiver.waitFor(() => names().length > 5, { timeoutMs: 30_000 });
    const askedAtMs = performance.now();
    await app('two').run(PAUSE, id);
    expect(performance.now() - askedAtMs).toBeLessThan(2_000);
    const before = receiver.requests.length;
    await pause(3_000);
    expect(receiver.requests.length - before).toBe(0);
    expect(before).toBeLessThan(saved.length);
    const leased = await database
      .connect()('durable_webhooks_deliveries')
      .whereNotNull('lease_owner')
      .select('id');
    expect(leased).toEqual([]);
    await app('three').run(RESUME, id);
    await receiver.waitFor(() => new Set(names()).size === saved.length, { timeoutMs: 60_000 });
    expect(names()).toHaveLength(saved.length);
  });

  test('overtake one that freezes; what it brings when it wakes up is late and changes nothing', async () => {
    const id = await create();
    const isFrozen = (request: ReceivedRequest): boolean => nameIn(request) === 'frozen';
    let frozen: AppProcess | undefined;
    receiver.answer((request) => {
      if (!isFrozen(request) || frozen !== undefined) return { status: 200 };
      frozen = app(String(request.headers['x-instance']));
      frozen.signal('SIGSTOP');
      return { status: 500 };
    });
    await app('one')
      .run(SAVE, ['frozen'])
      .catch(() => undefined)
      .finally(() => undefined);
    await receiver.waitFor((all) => all.filter(isFrozen).length === 2, { timeoutMs: 40_000 });
    const awake = [...apps.values()].find((one) => one !== frozen) ?? app('one');
    const [delivery] = await waitUntil(
      () => awake.run<DeliveryView[]>(LIST, id),
      (all) => all.some(({ topic, state }) => topic === 'entry.create' && state === 'succeeded'),
      'the success',
      20_000,
    );
    frozen?.signal('SIGCONT');
    const detail = await waitUntil(
      () => awake.run<DeliveryDetail>(FIND, delivery?.id),
      ({ attempts }) => attempts.some(({ late }) => late),
      'the late result',
      20_000,
    );
    expect(detail).toMatchObject({ state: 'succeeded', attemptCount: 2 });
    const brief = detail.attempts.map(({ number, outcome, late }) => [number, outcome, late]);
    expect(brief).toEqual(
      expect.arrayContaining([
        [1, 'interrupted', false],
        [1, 'failure', true],
        [2, 'success', false],
      ]),
    );
    expect(brief).toHaveLength(3);
    expect(await awake.run(`return (await ${WEBHOOKS}.find(argument)).failureCount;`, id)).toBe(0);
  });

  test('neither stall nor flood when a clock jumps by hours, forwards and backwards', async () => {
    receiver.answer((request) => ({ status: nameIn(request) === 'refused' ? 500 : 200 }));
    const id = await create({ retrySchedule: [3_600] });
    await app('one').run(SAVE, ['refused']);
    await receiver.waitFor(() => names().includes('refused'), { timeoutMs: 20_000 });
    let jump = 0;
    for (const hours of [5, -5, 48]) {
      jump += 1;
      const to = hours * 3_600_000;
      await Promise.all(
        [...apps.values()].map((one) => one.run('globalThis.clockShiftMs = argument;', to)),
      );
      const saved = await saveEverywhere(`after jump ${jump}`, 3);
      await receiver.waitFor(() => saved.every((name) => names().includes(name)), {
        timeoutMs: 20_000,
      });
    }
    expect(names().filter((name) => name === 'refused')).toHaveLength(1);
    expect(names()).toHaveLength(1 + 3 * 9);
    for (const [name, shiftMs] of INSTANCES) {
      await app(name).run('globalThis.clockShiftMs = argument;', shiftMs);
    }
    expect(id).toBeGreaterThan(0);
  });
});
