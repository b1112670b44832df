import { deliveryIdOf, type DeliveryId, type WebhookId } from '../../server/src/domain/ids';
import { bucketsOf } from '../../server/src/domain/time-buckets';
import { TEST_TOPIC } from '../../server/src/domain/rules/topic';
import { databaseServers } from '../helpers/databases';
import {
  addDeliveries,
  addDelivery,
  aNewWebhook,
  anAttempt,
  anEvent,
  NOW,
  openFixture,
  type Fixture,
} from './fixture';

const HOUR = 3_600_000;
const START = 1_800_000_000_000 - (1_800_000_000_000 % HOUR);

describe.each(databaseServers())('reports on $client', (server) => {
  let fixture: Fixture;
  let one: WebhookId;
  let other: WebhookId;
  beforeAll(async () => {
    fixture = await openFixture(server);
    one = await fixture.stores.registry.create(aNewWebhook());
    other = await fixture.stores.registry.create(aNewWebhook());
  });
  afterAll(() => fixture.drop());
  afterEach(async () => {
    await fixture.knex(fixture.context.tables.attempts).delete();
    await fixture.knex(fixture.context.tables.deliveries).delete();
  });

  const put = async (ids: readonly DeliveryId[], state: string): Promise<void> => {
    await fixture
      .knex(fixture.context.tables.deliveries)
      .whereIn('id', [...ids])
      .update({ state, due_at: null });
  };

  test('count open deliveries, but not further than they must', async () => {
    await addDeliveries(fixture.stores, one, 7);
    await put(await addDeliveries(fixture.stores, one, 3), 'succeeded');
    const counts = await fixture.stores.reports.openCounts([one, other], 100);
    expect([...counts].sort()).toEqual([
      [one, 7],
      [other, 0],
    ]);
    expect((await fixture.stores.reports.openCounts([one], 5)).get(one)).toBe(5);
    expect(await fixture.stores.reports.openCounts([], 5)).toEqual(new Map());
  });

  test('count open deliveries that have failed before among the oldest', async () => {
    const at = (createdAtMs: number) => ({ createdAtMs });
    const fail = (ids: readonly DeliveryId[]) =>
      fixture
        .knex(fixture.context.tables.deliveries)
        .whereIn('id', [...ids])
        .update({ failed_attempt_count: 1 });
    const oldest = await addDeliveries(fixture.stores, one, 2, at(START));
    await addDeliveries(fixture.stores, one, 3, at(START + 5));
    const newest = await addDeliveries(fixture.stores, one, 2, at(START + 9));
    const ended = await addDeliveries(fixture.stores, other, 3, at(START));
    await fail([...oldest, ...newest, ...ended]);
    await put(ended, 'failed');
    const counts = async (sample: number) =>
      [...(await fixture.stores.reports.retryingCounts([one, other], sample))].sort();
    expect(await counts(100)).toEqual([
      [one, 4],
      [other, 0],
    ]);
    expect(await counts(6)).toEqual([
      [one, 3],
      [other, 0],
    ]);
    expect(await counts(5)).toEqual([
      [one, 2],
      [other, 0],
    ]);
    expect(await fixture.stores.reports.retryingCounts([], 5)).toEqual(new Map());
  });

  test('find the newest delivery of each webhook, whatever its state', async () => {
    const at = (createdAtMs: number) => ({ createdAtMs });
    await addDelivery(fixture.stores, one, at(START + 5));
    const newest = await addDelivery(fixture.stores, one, at(START + 9));
    await put([newest], 'failed');
    await put([await addDelivery(fixture.stores, one, at(START + 1))], 'succeeded');
    const only = await addDelivery(fixture.stores, other, at(START));
    const found = await fixture.stores.reports.latest([one, other]);
    expect(found.map(({ id }) => id).sort()).toEqual([newest, only].sort());
    expect(found.find(({ id }) => id === newest)).toMatchObject({
      state: 'failed',
      webhookId: one,
    });
    expect(await fixture.stores.reports.latest([other])).toMatchObject([{ id: only }]);
  });

  test('tell when the last attempt began, and how long it took', async () => {
    const [done, retried, cutOff, none] = await addDeliveries(fixture.stores, one, 4);
    const ids = [done, retried, cutOff, none].flatMap((id) => (id === undefined ? [] : [id]));
    await fixture.stores.attempts.insert([
      anAttempt(ids[0] as DeliveryId, { durationMs: 12 }),
      anAttempt(ids[1] as DeliveryId, { durationMs: 5 }),
      anAttempt(ids[1] as DeliveryId, { number: 2, durationMs: 44, startedAtMs: NOW + 7 }),
      anAttempt(ids[2] as DeliveryId, { durationMs: 5 }),
      anAttempt(ids[2] as DeliveryId, { number: 2, outcome: 'interrupted', durationMs: 0 }),
    ]);
    const lasts = await fixture.stores.reports.lastAttempts(ids);
    expect(Object.fromEntries(lasts)).toEqual({
      [String(done)]: { startedAtMs: NOW, durationMs: 12 },
      [String(retried)]: { startedAtMs: NOW + 7, durationMs: 44 },
    });
  });

  test('count deliveries by webhook, bucket and state, and no tests', async () => {
    const at = async (webhookId: WebhookId, offsetMs: number, count: number, state: string) =>
      put(
        await addDeliveries(fixture.stores, webhookId, count, { createdAtMs: START + offsetMs }),
        state,
      );
    await at(one, -1, 9, 'succeeded');
    await at(one, 0, 2, 'succeeded');
    await at(one, HOUR - 1, 1, 'failed');
    await at(one, HOUR, 3, 'pending');
    await put(
      await addDeliveries(fixture.stores, one, 5, { createdAtMs: START, topic: TEST_TOPIC }),
      'failed',
    );
    await at(other, 2 * HOUR, 4, 'discarded');
    await at(other, 3 * HOUR, 9, 'discarded');
    const buckets = bucketsOf(START, START + 3 * HOUR, HOUR);
    const counts = await fixture.stores.reports.stateCounts([one, other], buckets);
    expect(counts).toHaveLength(6);
    const none = { pending: 0, succeeded: 0, failed: 0, discarded: 0 };
    const of = (webhookId: WebhookId, hour: number) =>
      counts.find((row) => row.webhookId === webhookId && row.atMs === START + hour * HOUR)?.counts;
    expect(of(one, 0)).toEqual({ ...none, succeeded: 2, failed: 1 });
    expect(of(one, 1)).toEqual({ ...none, pending: 3 });
    expect(of(one, 2)).toEqual(none);
    expect(of(other, 0)).toEqual(none);
    expect(of(other, 2)).toEqual({ ...none, discarded: 4 });
  });

  test('count in more buckets than one statement takes', async () => {
    const step = 60_000;
    await addDeliveries(fixture.stores, one, 2, { createdAtMs: START + 249 * step });
    const buckets = bucketsOf(START, START + 250 * step, step);
    const counts = await fixture.stores.reports.stateCounts([one], buckets);
    expect(counts).toHaveLength(250);
    expect(counts.filter(({ counts: { pending } }) => pending > 0)).toMatchObject([
      { atMs: START + 249 * step, counts: { pending: 2 } },
    ]);
    expect(await fixture.stores.reports.stateCounts([], buckets)).toEqual([]);
  });

  test('count attempts by bucket and duration, of one webhook or all', async () => {
    const attempt = (webhookId: WebhookId, offsetMs: number, durationMs: number) =>
      anAttempt(deliveryIdOf(anEvent().id, webhookId), {
        startedAtMs: START + offsetMs,
        durationMs,
      });
    const twelve = (one * 10 + 2) as WebhookId;
    await fixture.stores.attempts.insert([
      attempt(one, 0, 12),
      attempt(one, HOUR - 1, 12),
      attempt(one, HOUR, 1_234),
      attempt(one, HOUR, 54_321),
      attempt(other, 0, 12),
      attempt(twelve, 0, 12),
      attempt(one, 2 * HOUR, 12),
      { ...attempt(one, 0, 0), outcome: 'interrupted' },
    ]);
    const buckets = bucketsOf(START, START + 2 * HOUR, HOUR);
    const read = async (webhookId: WebhookId | null) =>
      (await fixture.stores.reports.durations(webhookId, buckets)).sort(
        (a, b) => a.atMs - b.atMs || (a.durationMs ?? -1) - (b.durationMs ?? -1),
      );
    const later = [
      { atMs: START + HOUR, durationMs: 1_230, count: 1 },
      { atMs: START + HOUR, durationMs: 54_300, count: 1 },
    ];
    const cutOff = { atMs: START, durationMs: null, count: 1 };
    expect(await read(one)).toEqual([cutOff, { atMs: START, durationMs: 12, count: 2 }, ...later]);
    expect(await read(null)).toEqual([cutOff, { atMs: START, durationMs: 12, count: 4 }, ...later]);
    expect(await read(other)).toEqual([{ atMs: START, durationMs: 12, count: 1 }]);
  });
});
