import type { DeliveryId, WebhookId } from '../../server/src/domain/ids';
import type { DeliverySettlement, SchedulePosition } from '../../server/src/pipeline/ports';
import { webhookId as aWebhookId } from '../helpers/builders';
import { databaseServers } from '../helpers/databases';
import {
  addDeliveries,
  addDelivery,
  aNewDelivery,
  aNewWebhook,
  anAttempt,
  NOW,
  openFixture,
  type Fixture,
} from './fixture';

const settled = (id: DeliveryId, over: Partial<DeliverySettlement> = {}): DeliverySettlement => ({
  id,
  webhookId: aWebhookId(1),
  orderKey: null,
  state: 'succeeded',
  failedAttemptCount: 0,
  interruptedCount: 0,
  dueAtMs: null,
  manualAtMs: null,
  lastStatusCode: 200,
  lastError: null,
  finishedAtMs: NOW,
  ...over,
});

describe.each(databaseServers())('deliveries on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  beforeAll(async () => {
    fixture = await openFixture(server);
    webhookId = await fixture.stores.registry.create(aNewWebhook());
  });
  afterAll(() => fixture.drop());
  afterEach(async () => {
    await fixture.knex(fixture.context.tables.attempts).delete();
    await fixture.knex(fixture.context.tables.deliveries).delete();
  });

  const leased = { owner: 'one', untilMs: NOW + 60_000, trigger: 'scheduled' } as const;

  test('come back as they were written', async () => {
    const added = aNewDelivery(webhookId, { documentId: 'ünï🙂', locale: null, uid: null });
    await fixture.stores.deliveries.insert([added]);
    expect(await fixture.stores.deliveries.find(added.id)).toEqual({
      id: added.id,
      eventId: added.eventId,
      webhookId,
      topic: 'entry.publish',
      uid: null,
      documentId: 'ünï🙂',
      locale: null,
      state: 'pending',
      sequence: 1,
      attemptCount: 0,
      failedAttemptCount: 0,
      interruptedCount: 0,
      dueAtMs: NOW - 1_000,
      manualAtMs: null,
      orderKey: null,
      waitsForEarlier: false,
      leaseOwner: null,
      leaseUntilMs: null,
      leaseTrigger: null,
      lastStatusCode: null,
      lastError: null,
      discardReason: null,
      createdAtMs: NOW - 10_000,
      finishedAtMs: null,
    });
    expect(await fixture.stores.deliveries.find(aNewDelivery(webhookId).id)).toBeNull();
  });

  test('are made once for an event and a webhook, also when fan-out repeats', async () => {
    const added = aNewDelivery(webhookId);
    await fixture.stores.deliveries.insert([added]);
    await fixture.stores.deliveries.settle([settled(added.id)]);
    const more = aNewDelivery(webhookId);
    await fixture.stores.deliveries.insert([{ ...added, sequence: 99 }, more]);
    expect(await fixture.stores.deliveries.find(added.id)).toMatchObject({
      state: 'succeeded',
      sequence: 1,
    });
    expect(await fixture.stores.deliveries.find(more.id)).not.toBeNull();
    await fixture.stores.deliveries.insert([]);
  });

  test('are settled together, each with its own decision, and lose their leases', async () => {
    const ids = await addDeliveries(fixture.stores, webhookId, 700);
    const failing = await addDelivery(fixture.stores, webhookId);
    const { deliveries } = fixture.stores;
    await deliveries.lease([...ids, failing], leased);
    await fixture.database.transaction(async (stores) => {
      const locked = await stores.deliveries.lockForSettlement([...ids, failing].reverse());
      expect(locked).toHaveLength(701);
      expect(locked.every(({ leaseOwner }) => leaseOwner === 'one')).toBe(true);
      await stores.deliveries.settle([
        ...ids.map((id) => settled(id)),
        settled(failing, {
          state: 'pending',
          failedAttemptCount: 1,
          dueAtMs: NOW + 5_000.4,
          lastStatusCode: null,
          lastError: 'a hostile \0 🙂 answer',
          finishedAtMs: null,
        }),
      ]);
    });
    const noLease = { leaseOwner: null, leaseUntilMs: null, leaseTrigger: null };
    for (const id of [ids[0], ids[699]]) {
      expect(await deliveries.find(id ?? failing)).toMatchObject({
        ...noLease,
        state: 'succeeded',
        attemptCount: 1,
        dueAtMs: null,
        lastStatusCode: 200,
        finishedAtMs: NOW,
      });
    }
    expect(await deliveries.find(failing)).toMatchObject({
      ...noLease,
      state: 'pending',
      failedAttemptCount: 1,
      dueAtMs: NOW + 5_000,
      lastError: 'a hostile \uFFFD 🙂 answer',
      finishedAtMs: null,
    });
  });

  test('that are gone are absent when they are locked for settlement', async () => {
    const id = await addDelivery(fixture.stores, webhookId);
    const unknown = aNewDelivery(webhookId).id;
    const found = await fixture.database.transaction(({ deliveries }) =>
      deliveries.lockForSettlement([unknown, id]),
    );
    expect(found.map((delivery) => delivery.id)).toEqual([id]);
    const outside = fixture.stores.deliveries.lockForSettlement([id]);
    await expect(outside).rejects.toThrow('transaction');
  });

  test('are discarded while they are open and nobody attempts them', async () => {
    const { deliveries } = fixture.stores;
    const openCount = async () =>
      (await deliveries.countOpen(webhookId, { after: null, limit: 100 })).count;
    const old = await addDelivery(fixture.stores, webhookId, { createdAtMs: NOW - 90_000 });
    const recent = await addDelivery(fixture.stores, webhookId);
    const running = await addDelivery(fixture.stores, webhookId);
    const crashed = await addDelivery(fixture.stores, webhookId);
    const done = await addDelivery(fixture.stores, webhookId);
    const crashedTest = await addDelivery(fixture.stores, webhookId, {
      lease: { owner: 'gone', untilMs: NOW - 1, trigger: 'manual' },
    });
    await deliveries.requestManual(recent, NOW);
    await deliveries.lease([running], leased);
    await deliveries.lease([crashed], { ...leased, untilMs: NOW - 1 });
    await deliveries.settle([settled(done)]);
    expect(await openCount()).toBe(4);

    const discard = (beforeMs: number | null, limit = 10) =>
      deliveries.discardOpen(webhookId, 'held_too_long', { beforeMs, limit, nowMs: NOW });
    expect(await discard(NOW - 50_000)).toBe(1);
    expect(await discard(null, 1)).toBe(1);
    expect(await discard(null)).toBe(2);
    expect(await discard(null)).toBe(0);
    for (const id of [old, recent, crashed, crashedTest]) {
      expect(await deliveries.find(id)).toMatchObject({
        state: 'discarded',
        discardReason: 'held_too_long',
        dueAtMs: null,
        manualAtMs: null,
        leaseOwner: null,
        finishedAtMs: NOW,
      });
    }
    expect(await deliveries.find(running)).toMatchObject({ state: 'pending', leaseOwner: 'one' });
    expect(await deliveries.find(done)).toMatchObject({ state: 'succeeded' });
    expect(await openCount()).toBe(1);
  });

  test('that are open are counted some at a time', async () => {
    const { deliveries } = fixture.stores;
    const before = await deliveries.countOpen(webhookId, { after: null, limit: 1_000 });
    expect(before.next).toBeNull();
    // Most are due at one instant: the place within it counts too.
    await addDeliveries(fixture.stores, webhookId, 5, { dueAtMs: NOW + 1 });
    await addDeliveries(fixture.stores, webhookId, 2, { dueAtMs: NOW + 2 });
    const counts: number[] = [];
    let after: SchedulePosition | null = null;
    do {
      const { count, next }: { count: number; next: SchedulePosition | null } =
        await deliveries.countOpen(webhookId, { after, limit: 3 });
      counts.push(count);
      after = next;
    } while (after !== null && counts.length < 1_000);
    expect(counts.reduce((all, count) => all + count, 0)).toBe(before.count + 7);
    expect(Math.max(...counts)).toBe(3);
  });

  test('that ended long ago are found oldest first, and go with their attempts', async () => {
    const { deliveries, attempts } = fixture.stores;
    const [later, sooner, recent, open, wished] = [
      await addDelivery(fixture.stores, webhookId),
      await addDelivery(fixture.stores, webhookId),
      await addDelivery(fixture.stores, webhookId),
      await addDelivery(fixture.stores, webhookId),
      await addDelivery(fixture.stores, webhookId),
    ];
    await deliveries.settle([
      settled(later, { finishedAtMs: NOW - 2_000 }),
      settled(sooner, { finishedAtMs: NOW - 3_000 }),
      settled(recent, { finishedAtMs: NOW }),
      settled(wished, { finishedAtMs: NOW - 4_000 }),
    ]);
    await deliveries.requestManual(wished, NOW);
    await attempts.insert([anAttempt(later), anAttempt(sooner), anAttempt(open)]);
    expect(await deliveries.findFinished(NOW, 10)).toEqual([sooner, later]);
    expect(await deliveries.findFinished(NOW, 1)).toEqual([sooner]);

    await deliveries.delete([sooner, later]);
    expect(await deliveries.findFinished(NOW, 10)).toEqual([]);
    expect(await attempts.list(sooner)).toEqual([]);
    expect(await attempts.list(open)).toHaveLength(1);
  });
});
