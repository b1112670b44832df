import type { DeliveryId, WebhookId } from '../../server/src/domain/ids';
import type { NewLease, NewWebhook } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import {
  addDeliveries,
  addDelivery,
  aNewDelivery,
  aNewWebhook,
  NOW,
  openFixture,
  type Fixture,
} from './fixture';

const lease: NewLease = { owner: 'one', untilMs: NOW + 60_000, trigger: 'scheduled' };
const AFTER_LEASE = NOW + 60_000;

describe.each(databaseServers())('claims on $client', (server) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  afterEach(async () => {
    await fixture.knex(fixture.context.tables.deliveries).delete();
    await fixture.knex(fixture.context.tables.webhooks).delete();
  });

  const addWebhook = (over: Partial<NewWebhook> = {}) =>
    fixture.stores.registry.create(aNewWebhook(over));
  const due = async (webhookId: WebhookId, nowMs = NOW, limit = 10): Promise<DeliveryId[]> => {
    const found = await fixture.database.transaction(({ deliveries }) =>
      deliveries.lockDue([{ webhookId, limit }], nowMs),
    );
    return found.map(({ id }) => id);
  };
  const manual = async (
    webhooks: readonly WebhookId[],
    nowMs = NOW,
    limit = 10,
  ): Promise<DeliveryId[]> => {
    const quotas = webhooks.map((webhookId) => ({ webhookId, limit }));
    const found = await fixture.database.transaction(({ deliveries }) =>
      deliveries.lockManual(quotas, nowMs),
    );
    return found.map(({ id }) => id);
  };
  const find = (id: DeliveryId) => fixture.stores.deliveries.find(id);

  test('give each webhook its own share, the oldest first', async () => {
    const busy = await addWebhook();
    const quiet = await addWebhook();
    const other = await addWebhook();
    const many = await addDeliveries(fixture.stores, busy, 20);
    const oldest = aNewDelivery(busy, { dueAtMs: NOW - 500_000 });
    await fixture.stores.deliveries.insert([oldest]);
    const few = await addDeliveries(fixture.stores, quiet, 2);
    await addDeliveries(fixture.stores, other, 2);

    const locked = await fixture.database.transaction(({ deliveries }) =>
      deliveries.lockDue(
        [
          { webhookId: quiet, limit: 5 },
          { webhookId: busy, limit: 3 },
          { webhookId: other, limit: 0 },
        ],
        NOW,
      ),
    );
    const of = (webhookId: WebhookId) =>
      locked.filter((delivery) => delivery.webhookId === webhookId).map(({ id }) => id);
    expect(of(busy)).toEqual([oldest.id, ...many.slice(0, 2)]);
    expect(of(quiet)).toEqual(few);
    expect(of(other)).toEqual([]);
    expect(locked[0]?.id).toBe(oldest.id);
  });

  test('serve more webhooks than one statement can ask about', async () => {
    const webhooks: WebhookId[] = [];
    for (let index = 0; index < 230; index += 1) webhooks.push(await addWebhook());
    for (const webhookId of webhooks) await addDeliveries(fixture.stores, webhookId, 1);
    const locked = await fixture.database.transaction(({ deliveries }) =>
      deliveries.lockDue(
        webhooks.map((webhookId) => ({ webhookId, limit: 2 })),
        NOW,
      ),
    );
    expect(new Set(locked.map(({ webhookId }) => webhookId)).size).toBe(230);
    expect(await fixture.stores.deliveries.nextDueAt(webhooks, webhooks)).toBe(NOW - 1_000);
  });

  test('take nothing before it is due', async () => {
    const webhookId = await addWebhook();
    await addDeliveries(fixture.stores, webhookId, 1, { dueAtMs: NOW + 1 });
    expect(await due(webhookId)).toEqual([]);
    expect(await due(webhookId, NOW + 1)).toHaveLength(1);
  });

  test('take nothing of webhooks that are paused, disabled, deleted or told to wait', async () => {
    const { registry, webhooks } = fixture.stores;
    const [paused, disabled, deleted, waiting, active] = [
      await addWebhook({ status: 'paused' }),
      await addWebhook(),
      await addWebhook(),
      await addWebhook(),
      await addWebhook(),
    ];
    const all = [paused, disabled, deleted, waiting, active];
    for (const webhookId of all) await addDeliveries(fixture.stores, webhookId, 1);
    await registry.delete(deleted);
    const health = {
      failureCount: 0,
      lastFailureAtMs: null,
      notBeforeMs: null,
      affectsSending: true,
      disable: null,
    };
    await webhooks.settleHealth([
      { ...health, id: disabled, disable: { reason: 'gone', message: 'gone', atMs: NOW } },
      { ...health, id: waiting, notBeforeMs: NOW + 5 },
    ]);

    const claimed = async (nowMs: number) => {
      const quotas = all.map((webhookId) => ({ webhookId, limit: 5 }));
      const found = await fixture.database.transaction(({ deliveries }) =>
        deliveries.lockDue(quotas, nowMs),
      );
      return found.map(({ webhookId }) => webhookId);
    };
    expect(await claimed(NOW)).toEqual([active]);
    expect((await claimed(NOW + 5)).sort()).toEqual([waiting, active].sort());
  });

  test('hide a delivery until its lease ends, and count as an attempt', async () => {
    const webhookId = await addWebhook();
    const id = await addDelivery(fixture.stores, webhookId);
    await fixture.database.transaction(async ({ deliveries }) => {
      const locked = await deliveries.lockDue([{ webhookId, limit: 1 }], NOW);
      await deliveries.lease(
        locked.map((delivery) => delivery.id),
        lease,
      );
    });
    expect(await find(id)).toMatchObject({
      attemptCount: 1,
      leaseOwner: 'one',
      leaseUntilMs: AFTER_LEASE,
      leaseTrigger: 'scheduled',
      dueAtMs: AFTER_LEASE,
      manualAtMs: null,
    });
    expect(await due(webhookId, AFTER_LEASE - 1)).toEqual([]);
    const [expired] = await fixture.database.transaction(({ deliveries }) =>
      deliveries.lockDue([{ webhookId, limit: 1 }], AFTER_LEASE),
    );
    expect(expired).toMatchObject({ id, leaseOwner: 'one', leaseTrigger: 'scheduled' });
  });

  test('can be made while the delivery is inserted', async () => {
    const webhookId = await addWebhook();
    const scheduled = aNewDelivery(webhookId, { lease });
    const test = aNewDelivery(webhookId, { lease: { ...lease, trigger: 'manual' } });
    await fixture.stores.deliveries.insert([scheduled, test]);
    expect(await find(scheduled.id)).toMatchObject({
      state: 'pending',
      attemptCount: 1,
      leaseOwner: 'one',
      leaseUntilMs: AFTER_LEASE,
      leaseTrigger: 'scheduled',
      dueAtMs: AFTER_LEASE,
      manualAtMs: null,
    });
    expect(await find(test.id)).toMatchObject({
      attemptCount: 1,
      leaseTrigger: 'manual',
      dueAtMs: null,
      manualAtMs: AFTER_LEASE,
    });
    expect(await due(webhookId, AFTER_LEASE)).toEqual([scheduled.id]);
    expect(await manual([webhookId], AFTER_LEASE)).toEqual([test.id]);
  });

  test('given back are uncounted and due at once, but only by their owner', async () => {
    const webhookId = await addWebhook();
    const id = await addDelivery(fixture.stores, webhookId);
    const wished = await addDelivery(fixture.stores, webhookId);
    const ids = [id, wished];
    await fixture.stores.deliveries.lease([id], lease);
    await fixture.stores.deliveries.requestManual(wished, NOW);
    await fixture.stores.deliveries.lease([wished], {
      ...lease,
      trigger: 'manual',
    });
    await fixture.stores.deliveries.release(ids, 'somebody else', NOW + 3);
    expect(await find(id)).toMatchObject({ leaseOwner: 'one', attemptCount: 1 });

    await fixture.stores.deliveries.release(ids, 'one', NOW + 3);
    const free = { leaseOwner: null, leaseUntilMs: null, leaseTrigger: null, attemptCount: 0 };
    expect(await find(id)).toMatchObject({ ...free, dueAtMs: NOW + 3, manualAtMs: null });
    expect(await find(wished)).toMatchObject({
      ...free,
      dueAtMs: NOW - 1_000,
      manualAtMs: NOW + 3,
    });
  });

  test('for people come in the order of their wishes, whatever the webhook is', async () => {
    const paused = await addWebhook({ status: 'paused' });
    const deleted = await addWebhook();
    const later = { dueAtMs: NOW + 9_000 };
    const first = await addDelivery(fixture.stores, paused, later);
    const second = await addDelivery(fixture.stores, paused, later);
    const third = await addDelivery(fixture.stores, paused, later);
    const gone = await addDelivery(fixture.stores, deleted);
    const { deliveries } = fixture.stores;
    expect(await deliveries.requestManual(second, NOW - 2)).toBe(true);
    expect(await deliveries.requestManual(first, NOW - 1)).toBe(true);
    expect(await deliveries.requestManual(third, NOW + 1)).toBe(true);
    expect(await deliveries.requestManual(second, NOW)).toBe(true);
    expect(await deliveries.requestManual(gone, NOW)).toBe(true);
    await fixture.stores.registry.delete(deleted);
    expect(await manual([paused, deleted])).toEqual([second, first]);
    expect(await manual([paused], NOW, 1)).toEqual([second]);
    expect(await manual([deleted])).toEqual([]);
    expect(await manual([])).toEqual([]);

    await deliveries.lease([second], { ...lease, trigger: 'manual' });
    expect(await find(second)).toMatchObject({ manualAtMs: AFTER_LEASE, dueAtMs: NOW + 9_000 });
    expect(await manual([paused])).toEqual([first]);
    expect(await manual([paused], AFTER_LEASE)).toEqual([first, third, second]);
  });

  test('for people give each webhook its own share, however many wishes another has', async () => {
    const dead = await addWebhook();
    const healthy = await addWebhook();
    const { deliveries } = fixture.stores;
    const many = await addDeliveries(fixture.stores, dead, 30);
    expect(await deliveries.requestManualOfAll(many, NOW - 9)).toBe(30);
    const one = await addDelivery(fixture.stores, healthy);
    await deliveries.requestManual(one, NOW - 1);
    const quotas = [
      { webhookId: dead, limit: 2 },
      { webhookId: healthy, limit: 5 },
    ];
    const found = await fixture.database.transaction((stores) =>
      stores.deliveries.lockManual(quotas, NOW),
    );
    expect(found.map(({ id }) => id)).toEqual([...many.slice(0, 2), one]);
  });

  test('for people need a delivery and its webhook', async () => {
    const webhookId = await addWebhook();
    const id = await addDelivery(fixture.stores, webhookId);
    const unknown = aNewDelivery(webhookId);
    const { deliveries, registry } = fixture.stores;
    expect(await deliveries.requestManual(unknown.id, NOW)).toBe(false);
    await registry.delete(webhookId);
    expect(await deliveries.requestManual(id, NOW)).toBe(false);
  });

  test('of the schedule and of people never overlap', async () => {
    const webhookId = await addWebhook();
    const id = await addDelivery(fixture.stores, webhookId);
    await fixture.stores.deliveries.requestManual(id, NOW);
    await fixture.stores.deliveries.lease([id], lease);
    expect(await manual([webhookId])).toEqual([]);
    await fixture.stores.deliveries.release([id], 'one', NOW);
    await fixture.stores.deliveries.lease([id], { ...lease, trigger: 'manual' });
    expect(await due(webhookId)).toEqual([]);
  });

  test('are announced: the next instant at which something is due', async () => {
    const { deliveries, registry, webhooks } = fixture.stores;
    const [first, second, paused] = [
      await addWebhook(),
      await addWebhook(),
      await addWebhook({ status: 'paused' }),
    ];
    expect(await deliveries.nextDueAt([], [])).toBeNull();
    expect(await deliveries.nextDueAt([first, second], [first, second])).toBeNull();
    await addDeliveries(fixture.stores, first, 1, { dueAtMs: NOW + 300 });
    const id = await addDelivery(fixture.stores, second, { dueAtMs: NOW + 200 });
    const held = await addDelivery(fixture.stores, paused, { dueAtMs: NOW + 100 });
    expect(await deliveries.nextDueAt([first, second, paused], [])).toBe(NOW + 200);
    expect(await deliveries.nextDueAt([first], [])).toBe(NOW + 300);

    await webhooks.settleHealth([
      {
        id: second,
        failureCount: 0,
        lastFailureAtMs: null,
        notBeforeMs: NOW + 250,
        affectsSending: true,
        disable: null,
      },
    ]);
    expect(await deliveries.nextDueAt([first, second], [])).toBe(NOW + 250);
    await deliveries.lease([id], { ...lease, trigger: 'manual' });
    expect(await deliveries.nextDueAt([second], [second])).toBe(AFTER_LEASE);

    await deliveries.requestManual(held, NOW + 50);
    expect(await deliveries.nextDueAt([], [second, paused])).toBe(NOW + 50);
    expect(await deliveries.nextDueAt([], [second])).toBe(AFTER_LEASE);
    await registry.delete(paused);
    expect(await deliveries.nextDueAt([], [second, paused])).toBe(AFTER_LEASE);
  });

  test('cannot be made outside of a transaction', async () => {
    const webhookId = await addWebhook();
    const { deliveries } = fixture.stores;
    await expect(deliveries.lockDue([{ webhookId, limit: 1 }], NOW)).rejects.toThrow('transaction');
    await expect(deliveries.lockManual([{ webhookId, limit: 1 }], NOW)).rejects.toThrow(
      'transaction',
    );
  });

  test('where the database cannot skip locks are the same', async () => {
    const webhookId = await addWebhook();
    const ids = await addDeliveries(fixture.stores, webhookId, 2);
    const wish = await addDelivery(fixture.stores, webhookId);
    await fixture.stores.deliveries.requestManual(wish, NOW);
    const waiting = {
      ...fixture.context.dialect,
      lockMode: () => Promise.resolve('wait' as const),
    };
    const patient = fixture.instanceWith(waiting);
    const quotas = [{ webhookId, limit: 2 }];
    const taken = await patient.transaction(({ deliveries }) => deliveries.lockDue(quotas, NOW));
    expect(taken.map(({ id }) => id)).toEqual(ids);
    const wished = await patient.transaction(({ deliveries }) =>
      deliveries.lockManual(quotas, NOW),
    );
    expect(wished.map(({ id }) => id)).toEqual([wish]);
  });
});
