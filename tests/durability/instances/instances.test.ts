import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryDetail, DeliveryView } from '../../../server/src/contracts/delivery';
import { createStoreContext } from '../../../server/src/adapters/database';
import { fakeSecretBox } from '../../conformance/fixture';
import { holdCycle } from '../../conformance/held-cycle';
import type { AppProcess } from '../../helpers/app-process';
import { webhookId } from '../../helpers/builders';
import { watchOrder, type PlaceInLine } from '../../helpers/order-watch';
import type { ReceivedRequest } from '../../helpers/receiver';
import { waitUntil } from '../../helpers/wait-until';
import {
  INSTANCES,
  KNOWN_MS,
  nameIn,
  startInstances,
  type InstanceName,
  type Instances,
} from './three-instances';

const WEBHOOKS = `strapi.plugin('durable-webhooks').service('webhooks')`;
const DELIVERIES = `strapi.plugin('durable-webhooks').service('deliveries')`;
const UPDATE = `await ${WEBHOOKS}.update(argument.id, argument.changes);`;
const LIST = `return ${DELIVERIES}.list({ webhookId: argument, limit: 500 });`;
const FIND = `return ${DELIVERIES}.find(argument);`;
const FAILURE_COUNT = `return (await ${WEBHOOKS}.find(argument)).failureCount;`;
const SHIFT_CLOCK = 'globalThis.clockShiftMs = argument;';
/** Changes each document in turn, again and again. */
const RENAME = `
  for (let time = 1; time <= argument.times; time += 1) {
    for (const documentId of argument.documentIds) {
      const data = { name: argument.prefix + ' ' + documentId + ' ' + time };
      await strapi.documents('api::tag.tag').update({ documentId, data });
    }
  }`;

/** A save that waits for a lock of somebody else's waits longer than this. */
const PATIENCE_MS = 10_000;

// SQLite has one process in life; two of them are tried in tests/integration/delivery/restart.test.ts.
const client = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
const suite = client === 'sqlite' ? describe.skip : describe;
if (client === 'sqlite') {
  process.stderr.write('skipped: three instances need PostgreSQL, MySQL or MariaDB\n');
}

// Three processes share what the machine has.
jest.setTimeout(180_000);

suite('three instances, whose clocks differ by ten minutes', () => {
  let on: Instances;
  beforeAll(async () => {
    on = await startInstances();
  }, 400_000);
  afterAll(() => on.stop());
  beforeEach(() => on.openReceiver());
  afterEach(() => on.clear());

  test('attempt nothing twice, and share the work', async () => {
    on.receiver.answer({ delayMs: 20 });
    await on.create({ concurrency: 2 });
    const saved = await on.saveEverywhere('shared', 40);
    await on.receiver.waitFor(() => new Set(on.names()).size === saved.length, {
      timeoutMs: 60_000,
    });
    expect(on.names().sort()).toEqual([...saved].sort());
    const instances = new Set(on.receiver.requests.map(({ headers }) => headers['x-instance']));
    expect([...instances].sort()).toEqual(['one', 'three', 'two']);
  });

  test('hear of a webhook that is made, changed and paused elsewhere within a second', async () => {
    const id = await on.create();
    const first = await on.saveEverywhere('made', 1);
    await on.receiver.waitFor(() => on.names().length === first.length, { timeoutMs: 20_000 });

    await on.app('two').run(UPDATE, { id, changes: { topics: ['entry.delete'] } });
    await pause(KNOWN_MS);
    await on.saveEverywhere('not subscribed', 1);
    await on.app('two').run(UPDATE, { id, changes: { topics: ['entry.create'] } });
    await on.pause('three', id);
    await pause(KNOWN_MS);
    const held = await on.saveEverywhere('held', 1);
    const open = await waitUntil(
      () => on.app('two').run<DeliveryView[]>(LIST, id),
      (all) => all.filter(({ state }) => state === 'held').length === held.length,
      'the held deliveries',
      20_000,
    );
    expect(open.filter(({ topic }) => topic === 'entry.create')).toHaveLength(6);
    expect(on.names()).toHaveLength(first.length);
    await on.resume('two', id);
    await on.receiver.waitFor(() => on.names().length === 6, { timeoutMs: 20_000 });
  });

  test('start nothing of a webhook once its pause has returned', async () => {
    // Held first and slow to drain, so that each pause meets a backlog; fast enough that requests start all the time.
    on.receiver.answer({ delayMs: 60 });
    const id = await on.create({ concurrency: 4, status: 'paused' });
    const saved = await on.saveEverywhere('many', 100);
    for (const pausing of ['two', 'one', 'three'] as const) {
      const already = on.receiver.requests.length;
      await on.resume('one', id);
      await on.receiver.waitFor((all) => all.length > already + 20, { timeoutMs: 30_000 });
      const askedAtMs = performance.now();
      await on.pause(pausing, id);
      expect(performance.now() - askedAtMs).toBeLessThan(2_000);
      const before = on.receiver.requests.length;
      await pause(1_500);
      expect(on.receiver.requests.length - before).toBe(0);
      expect(before).toBeLessThan(saved.length);
      expect(await on.leased()).toEqual([]);
    }
    await on.resume('three', id);
    await on.receiver.waitFor(() => new Set(on.names()).size === saved.length, {
      timeoutMs: 60_000,
    });
    expect(on.names()).toHaveLength(saved.length);
  });

  test('start nothing of a webhook that was paused while they stood still', async () => {
    on.receiver.answer({ delayMs: 80 });
    const id = await on.create({ concurrency: 4, status: 'paused' });
    const saved = await on.saveEverywhere('queued', 40);
    await on.resume('one', id);
    const sentBy = (name: InstanceName): number =>
      on.receiver.requests.filter((request) => on.senderOf(request) === name).length;
    const isBusy = ([name]: (typeof INSTANCES)[number]): boolean => sentBy(name) > 8;
    await on.receiver.waitFor(() => INSTANCES.some(isBusy), { timeoutMs: 30_000 });
    const frozen = INSTANCES.find(isBusy)?.[0] ?? 'one';
    on.app(frozen).signal('SIGSTOP');
    await on.pause(frozen === 'one' ? 'two' : 'one', id);
    const before = on.receiver.requests.length;
    const held = await on.leased();
    on.app(frozen).signal('SIGCONT');
    // Awake, it gives back what it has not started.
    await waitUntil(on.leased, (ids) => ids.length === 0, 'the end of every lease', 20_000);
    expect(held.length).toBeGreaterThan(0);
    expect(on.receiver.requests).toHaveLength(before);
    await on.resume('three', id);
    await on.receiver.waitFor(() => new Set(on.names()).size === saved.length, {
      timeoutMs: 60_000,
    });
  });

  test('keep the order of documents that are saved on all of them', async () => {
    const order = watchOrder();
    const placeOf = ({ json, headers }: ReceivedRequest): PlaceInLine => ({
      documentId: (json as { entry?: { documentId?: string } }).entry?.documentId,
      sequence: Number(headers['x-webhook-sequence']),
    });
    on.receiver.answer(async (request) => {
      const place = placeOf(request);
      order.arrived(place);
      await pause(Math.random() * 30);
      order.answered(place);
      return {};
    });
    await on.create({ topics: ['entry.update'], ordering: 'document' });
    const documentIds = await on.save('one', ['first', 'second', 'third']);
    const times = 7;
    await Promise.all(
      INSTANCES.map(([prefix]) => on.app(prefix).run(RENAME, { prefix, documentIds, times })),
    );
    const all = INSTANCES.length * documentIds.length * times;
    await on.receiver.waitFor(() => new Set(on.names()).size === all, { timeoutMs: 60_000 });
    expect(order.outOfOrder).toEqual([]);
    expect(on.names()).toHaveLength(all);
  });

  test('save while somebody holds a fan-out, a claim and a pruning open', async () => {
    const id = await on.create();
    const knex = on.database.connect();
    const context = createStoreContext(knex, { secretBox: fakeSecretBox });
    const release = await holdCycle(knex, context, webhookId(id));
    const saving = on.saveEverywhere('meanwhile', 1);
    const isSaved = await Promise.race([saving.then(() => true), pause(PATIENCE_MS, false)]);
    await release();
    expect(isSaved).toBe(true);
    const saved = await saving;
    await on.receiver.waitFor(() => saved.every((name) => on.names().includes(name)), {
      timeoutMs: 20_000,
    });
  });

  test('overtake one that freezes; what it brings when it wakes up is late and changes nothing', async () => {
    const id = await on.create();
    const isFrozen = (request: ReceivedRequest): boolean => nameIn(request) === 'frozen';
    let frozen: AppProcess | undefined;
    on.receiver.answer((request) => {
      if (!isFrozen(request) || frozen !== undefined) return { status: 200 };
      const sender = on.senderOf(request);
      if (sender === undefined) return { status: 500 };
      frozen = on.app(sender);
      frozen.signal('SIGSTOP');
      return { status: 500 };
    });
    await on.save('one', ['frozen']).catch(() => undefined);
    await on.receiver.waitFor((all) => all.filter(isFrozen).length === 2, { timeoutMs: 40_000 });
    const awake = on.all.find((one) => one !== frozen) ?? on.app('one');
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
    expect(await awake.run(FAILURE_COUNT, id)).toBe(0);
  });

  test('neither stall nor flood when a clock jumps by hours, forwards and backwards', async () => {
    on.receiver.answer((request) => ({ status: nameIn(request) === 'refused' ? 500 : 200 }));
    await on.create({ retrySchedule: [3_600] });
    await on.save('one', ['refused']);
    await on.receiver.waitFor(() => on.names().includes('refused'), { timeoutMs: 20_000 });
    let jump = 0;
    for (const hours of [5, -5, 48]) {
      jump += 1;
      const to = hours * 3_600_000;
      await Promise.all(on.all.map((one) => one.run(SHIFT_CLOCK, to)));
      const saved = await on.saveEverywhere(`after jump ${jump}`, 3);
      await on.receiver.waitFor(() => saved.every((name) => on.names().includes(name)), {
        timeoutMs: 20_000,
      });
    }
    expect(on.names().filter((name) => name === 'refused')).toHaveLength(1);
    expect(on.names()).toHaveLength(1 + 3 * 9);
    for (const [name, shiftMs] of INSTANCES) {
      await on.app(name).run(SHIFT_CLOCK, shiftMs);
    }
  });
});
