import { createKnexStores } from '../../server/src/adapters/database';
import { createSecretBox } from '../../server/src/adapters/encryption/create-secret-box';
import type { NewWebhook, SecretBox } from '../../server/src/pipeline/ports';
import { webhookId } from '../helpers/builders';
import { databaseServers } from '../helpers/databases';
import { addDelivery, aNewWebhook, NOW, openFixture, type Fixture } from './fixture';

const headers = [
  { name: 'X-Plain', value: 'öffen', sensitive: false },
  { name: 'X-Api-Key', value: 'k🙂y', sensitive: true },
];

describe.each(databaseServers())('webhooks on $client', (server) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  afterEach(async () => {
    await fixture.knex(fixture.context.tables.deliveries).delete();
    await fixture.knex(fixture.context.tables.webhooks).delete();
  });

  const add = (over: Partial<NewWebhook> = {}) => fixture.stores.registry.create(aNewWebhook(over));
  const rowOf = (id: number): Promise<Record<string, unknown>> =>
    fixture.knex(fixture.context.tables.webhooks).where({ id }).first();
  /** Whether `work` made the revision move. */
  const bumps = async (work: () => Promise<unknown>): Promise<boolean> => {
    const before = await fixture.stores.webhooks.revision();
    await work();
    return (await fixture.stores.webhooks.revision()) !== before;
  };
  const health = {
    failureCount: 0,
    lastFailureAtMs: null,
    notBeforeMs: null,
    affectsSending: false,
    disable: null,
  };

  test('come back as they were saved', async () => {
    const saved = aNewWebhook({
      name: 'Réceiver 🙂',
      topics: ['entry.publish', 'media.*'],
      contentTypes: ['api::article.article'],
      deliveryUrl: 'https://example.com/ü?a=b',
      headers,
      options: { retrySchedule: [], timeoutMs: 5_000, signatureFormats: ['standard-webhooks'] },
      secret: 'sécret of some length',
    });
    const id = await fixture.stores.registry.create(saved);
    const found = await fixture.stores.registry.find(id);
    const { secret, ...visible } = saved;
    expect(found).toMatchObject({
      ...visible,
      id,
      secrets: [secret],
      secretFault: null,
      failureCount: 0,
      disabledReason: null,
      disabledMessage: null,
      disabledAtMs: null,
      notBeforeMs: null,
    });
    const now = await fixture.stores.now();
    expect(Math.abs((found?.createdAtMs ?? 0) - now)).toBeLessThan(10_000);
    expect(found?.updatedAtMs).toBe(found?.createdAtMs);
    expect(await fixture.stores.webhooks.listWithSecrets()).toEqual([found]);
  });

  test('hold no secret that can be read in the table', async () => {
    const id = await add({ headers, secret: 'sécret of some length' });
    const row = await rowOf(id);
    expect(row['secret']).toContain(`sealed:webhook:${id}:secret:0|`);
    expect(row['headers']).toContain(`sealed:webhook:${id}:header:x-api-key|`);
    expect(row['headers']).toContain('öffen');
    expect(JSON.stringify(row)).not.toContain('sécret');
    expect(JSON.stringify(row)).not.toContain('k🙂y');
  });

  test('keep a delivery URL with credentials sealed, and bound to their row', async () => {
    const deliveryUrl = 'https://example.com/hook?shop=1&token=s3same';
    const [id, other] = [await add({ deliveryUrl }), await add({ deliveryUrl })];
    const row = await rowOf(id);
    expect(row['delivery_url']).toBe('https://example.com/hook?shop=1&token=••••••••');
    expect(row['sealed_delivery_url']).toContain(`sealed:webhook:${id}:delivery-url|`);
    expect(JSON.stringify(row)).not.toContain('s3same');
    expect(await fixture.stores.registry.find(id)).toMatchObject({ deliveryUrl });

    await fixture.stores.registry.update(id, { deliveryUrl: 'https://example.com/plain' });
    expect(await rowOf(id)).toMatchObject({
      delivery_url: 'https://example.com/plain',
      sealed_delivery_url: null,
    });
    await fixture.stores.registry.update(id, { deliveryUrl });
    const { sealed_delivery_url } = await rowOf(other);
    await fixture
      .knex(fixture.context.tables.webhooks)
      .where({ id })
      .update({ sealed_delivery_url });
    const moved = await fixture.stores.registry.find(id);
    expect(moved?.secretFault).toMatch('cannot be read');
    expect(moved?.deliveryUrl).not.toContain('s3same');
    expect(await fixture.stores.registry.listOwners()).toEqual(
      expect.arrayContaining([
        { id, name: 'Receiver', isDelivering: false, isDeleted: false },
        { id: other, name: 'Receiver', isDelivering: true, isDeleted: false },
      ]),
    );
  });

  test('forget what the old receiver asked for only when they move', async () => {
    const deliveryUrl = 'https://example.com/hook?token=s3same';
    const id = await add({ deliveryUrl });
    const notBefore = async (): Promise<unknown> => (await rowOf(id))['not_before_at'];
    await fixture.knex(fixture.context.tables.webhooks).where({ id }).update({ not_before_at: 7 });
    await fixture.stores.registry.update(id, { deliveryUrl });
    expect(Number(await notBefore())).toBe(7);
    await fixture.stores.registry.update(id, { deliveryUrl: `${deliveryUrl}2` });
    expect(await notBefore()).toBeNull();
  });

  test('move to the newest key, all of them, once', async () => {
    const box = (...ids: string[]) =>
      createSecretBox({ keys: ids.map((key) => ({ id: key, key: `${key}, some text` })) });
    const storesWith = (secretBox: SecretBox) =>
      createKnexStores(fixture.knex, { ...fixture.context, secretBox });
    const old = storesWith(box('k1')).registry;
    const deliveryUrl = 'https://example.com/hook?token=s3same';
    const id = await old.create(aNewWebhook({ headers, deliveryUrl }));
    await old.replaceSecrets(id, {
      current: 'another secret, also long',
      previous: [{ secret: 'a secret of some length', expiresAtMs: NOW * 2 }],
    });
    const before = await old.find(id);
    const { registry } = storesWith(box('k2', 'k1'));
    expect(await registry.listOutdated()).toContain(id);
    expect(await registry.reseal(id)).toBe('resealed');
    expect(await registry.reseal(id)).toBe('current');
    expect(await registry.listOutdated()).not.toContain(id);
    expect(JSON.stringify(await rowOf(id))).not.toContain('v1.k1.');
    expect(await storesWith(box('k2')).registry.find(id)).toEqual(before);

    const stranger = storesWith(box('k3')).registry;
    const row = await rowOf(id);
    expect(await stranger.reseal(id)).toBe('unreadable');
    expect(await rowOf(id)).toEqual(row);

    // As it was written before URLs were sealed.
    await fixture
      .knex(fixture.context.tables.webhooks)
      .where({ id })
      .update({ delivery_url: deliveryUrl, sealed_delivery_url: null });
    expect(await registry.listOutdated()).toContain(id);
    expect(await registry.reseal(id)).toBe('resealed');
    expect(JSON.stringify(await rowOf(id))).not.toContain('s3same');
    expect(await registry.find(id)).toEqual(before);
  });

  test('whose secret cannot be read say so and stop nobody', async () => {
    const [broken, half, sound] = [await add({ headers }), await add({ headers }), await add()];
    const other = await rowOf(sound);
    const { webhooks } = fixture.context.tables;
    await fixture.knex(webhooks).where({ id: broken }).update({ secret: other['secret'] });
    const sealed = [{ ...headers[1], value: 'sealed:elsewhere|' }, headers[0]];
    await fixture
      .knex(webhooks)
      .where({ id: half })
      .update({ headers: JSON.stringify(sealed) });
    const [first, second, third] = await fixture.stores.webhooks.listWithSecrets();
    expect(first).toMatchObject({ id: broken, secrets: [] });
    expect(first?.secretFault).toMatch('cannot be read');
    expect(second?.headers).toEqual([{ ...headers[1], value: '' }, headers[0]]);
    expect(second?.secretFault).toMatch('cannot be read');
    expect(third).toMatchObject({ id: sound, secretFault: null });
  });

  test('are edited field by field', async () => {
    const id = await add({ contentTypes: ['api::a.a'], headers });
    const before = await fixture.stores.registry.find(id);
    const edit = { name: 'Other', contentTypes: null, secret: 'another secret, also long' };
    expect(await bumps(() => fixture.stores.registry.update(id, edit))).toBe(true);
    expect(await fixture.stores.registry.find(id)).toEqual({
      ...before,
      name: 'Other',
      contentTypes: null,
      secrets: ['another secret, also long'],
      updatedAtMs: expect.any(Number) as number,
    });
    await fixture.stores.registry.update(id, {
      topics: ['*'],
      contentTypes: ['api::b.b'],
      deliveryUrl: 'https://example.org/',
      headers: [{ name: 'x-api-key', value: 'new', sensitive: true }],
      options: { concurrency: 3 },
    });
    expect(await fixture.stores.registry.find(id)).toMatchObject({
      topics: ['*'],
      contentTypes: ['api::b.b'],
      deliveryUrl: 'https://example.org/',
      headers: [{ name: 'x-api-key', value: 'new', sensitive: true }],
      options: { concurrency: 3 },
      secretFault: null,
    });
    expect(await fixture.stores.registry.update(webhookId(9_999), { name: 'x' })).toBe(false);
  });

  test('that become active start from nothing', async () => {
    const id = await add();
    const { registry, webhooks } = fixture.stores;
    const disable = {
      reason: 'consecutive_failures',
      message: 'five in a row',
      atMs: NOW,
    } as const;
    const failing = { ...health, id, failureCount: 5, lastFailureAtMs: NOW, notBeforeMs: NOW + 9 };
    const settlement = { ...failing, affectsSending: true, disable };
    expect(await bumps(() => webhooks.settleHealth([settlement]))).toBe(true);
    expect(await registry.find(id)).toMatchObject({
      status: 'disabled',
      failureCount: 5,
      disabledReason: 'consecutive_failures',
      disabledMessage: 'five in a row',
      disabledAtMs: NOW,
      notBeforeMs: NOW + 9,
    });
    const clean = { disabledReason: null, disabledMessage: null, disabledAtMs: null };
    await registry.update(id, { status: 'active' });
    expect(await registry.find(id)).toMatchObject({ ...clean, status: 'active', failureCount: 0 });

    expect(await bumps(() => webhooks.settleHealth([{ ...failing, failureCount: 2 }]))).toBe(false);
    await registry.update(id, { status: 'active', name: 'same status' });
    expect(await registry.find(id)).toMatchObject({ failureCount: 2, notBeforeMs: NOW + 9 });
    await registry.update(id, { deliveryUrl: 'https://example.org/elsewhere' });
    expect(await registry.find(id)).toMatchObject({ failureCount: 2, notBeforeMs: null });
    await registry.update(id, { status: 'paused' });
    expect(await registry.find(id)).toMatchObject({ ...clean, status: 'paused', failureCount: 2 });
  });

  test('keep their dates when only their health changes', async () => {
    const id = await add();
    const { updated_at: before } = await rowOf(id);
    await fixture.stores.webhooks.settleHealth([{ ...health, id, failureCount: 1 }]);
    expect((await rowOf(id))['updated_at']).toEqual(before);
  });

  test('that are deleted are out of every list, and their secrets are gone', async () => {
    const [gone, kept] = [await add({ headers }), await add()];
    const { registry, webhooks } = fixture.stores;
    expect(await bumps(() => registry.delete(gone))).toBe(true);
    expect(await registry.delete(gone)).toBe(false);
    expect(await registry.find(gone)).toBeNull();
    expect(await registry.update(gone, { name: 'x' })).toBe(false);
    expect(await registry.markPinged(gone)).toBe(false);
    expect((await registry.list()).map(({ id }) => id)).toEqual([kept]);
    expect((await webhooks.listWithSecrets()).map(({ id }) => id)).toEqual([kept]);
    const locked = await fixture.database.transaction((stores) =>
      stores.webhooks.lockHealth([gone, kept]),
    );
    expect(locked.map(({ id }) => id)).toEqual([kept]);
    const row = await rowOf(gone);
    expect([row['secret'], row['headers']]).toEqual(['[]', '[]']);
  });

  test('never get the number of a deleted one', async () => {
    const gone = await add();
    await fixture.stores.registry.delete(gone);
    expect(await add()).toBeGreaterThan(gone);
  });

  test('that are deleted are remembered while deliveries are open', async () => {
    const [quiet, scheduled, testing, done] = [await add(), await add(), await add(), await add()];
    const { registry, deliveries } = fixture.stores;
    await addDelivery(fixture.stores, scheduled);
    await addDelivery(fixture.stores, testing, {
      lease: { owner: 'one', untilMs: NOW, trigger: 'manual' },
    });
    const finished = await addDelivery(fixture.stores, done);
    await deliveries.discardOpen(done, 'webhook_deleted', { beforeMs: null, limit: 9, nowMs: NOW });
    await deliveries.requestManual(finished, NOW);
    for (const id of [quiet, scheduled, testing, done]) await registry.delete(id);
    expect(await registry.listDeleted()).toEqual([scheduled, testing]);
    expect(await deliveries.find(finished)).toMatchObject({ manualAtMs: null });
  });

  test('are listed newest first and counted by status', async () => {
    const first = await add();
    const second = await add({ status: 'paused' });
    const third = await add();
    const { registry } = fixture.stores;
    expect((await registry.list()).map(({ id }) => id)).toEqual([third, second, first]);
    expect(await registry.countByStatus()).toEqual({ active: 2, paused: 1, disabled: 0 });
  });

  test('are pinged once', async () => {
    const id = await add();
    const { registry } = fixture.stores;
    expect(await bumps(() => registry.markPinged(id))).toBe(true);
    expect(await registry.markPinged(id)).toBe(false);
  });

  test('count their deliveries without a gap or a double, however many count', async () => {
    const id = await add();
    const instances = Array.from({ length: 4 }, () => fixture.connectAgain());
    const counters = server.client === 'sqlite' ? [fixture] : instances;
    const taken = await Promise.all(
      Array.from({ length: 24 }, (_, index) => {
        const { stores } = counters[index % counters.length] ?? fixture;
        return stores.webhooks.takeSequence(id, 3).then(({ before }) => before);
      }),
    );
    expect(taken.sort((one, other) => one - other)).toEqual(
      Array.from({ length: 24 }, (_, index) => index * 3),
    );
    await expect(fixture.stores.webhooks.takeSequence(webhookId(9_999), 1)).rejects.toThrow();
  });

  test('count several at once, each by its own number', async () => {
    const [one, two, three] = [await add(), await add(), await add()];
    const { webhooks, registry } = fixture.stores;
    await registry.update(two, { status: 'paused' });
    const counts = new Map([
      [three, 2],
      [one, 2],
      [two, 5],
      [webhookId(9_999), 1],
    ]);
    await webhooks.takeSequences(counts);
    expect(await webhooks.takeSequences(counts)).toEqual(
      new Map([
        [one, { before: 2, isActive: true }],
        [two, { before: 5, isActive: false }],
        [three, { before: 2, isActive: true }],
      ]),
    );
    expect(await webhooks.takeSequences(new Map())).toEqual(new Map());
  });

  test('show their health under a lock', async () => {
    const id = await add({ name: 'Watched' });
    const settlement = { ...health, id, failureCount: 3, lastFailureAtMs: NOW, notBeforeMs: NOW };
    await fixture.stores.webhooks.settleHealth([settlement]);
    const locked = await fixture.database.transaction(({ webhooks }) => webhooks.lockHealth([id]));
    expect(locked).toEqual([
      {
        id,
        name: 'Watched',
        status: 'active',
        failureCount: 3,
        lastFailureAtMs: NOW,
        notBeforeMs: NOW,
      },
    ]);
    await expect(fixture.stores.webhooks.lockHealth([id])).rejects.toThrow('transaction');
  });

  test('are saved whole or not at all', async () => {
    const id = await add();
    const created = fixture.database.transaction(async ({ registry }) => {
      await registry.create(aNewWebhook());
      await registry.update(id, { name: 'half' });
      throw new Error('changed my mind');
    });
    await expect(created).rejects.toThrow('changed my mind');
    const left = await fixture.stores.registry.list();
    expect(left.map(({ name }) => name)).toEqual(['Receiver']);
  });
});
