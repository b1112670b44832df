import { MAX_INTERRUPTIONS } from '../../server/src/domain/failure-policy';
import { orderKeyOf } from '../../server/src/domain/ordering';
import type { DeliveryId, WebhookId } from '../../server/src/domain/ids';
import { changeOrdering } from '../../server/src/pipeline/change-ordering';
import type { ExchangeInput } from '../../server/src/pipeline/exchange-work';
import type { Database } from '../../server/src/pipeline/ports';
import { discardHeld } from '../../server/src/pipeline/resume';
import { databaseServers } from '../helpers/databases';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';
import { createInstance, type Instance } from './instance';

const ORDERED = { ordering: 'document' } as const;

describe.each(databaseServers())('the order of documents on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  let one: Instance;
  let other: Instance;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  beforeEach(async () => {
    webhookId = await fixture.stores.registry.create(aNewWebhook({ options: ORDERED }));
    one = createInstance(fixture.database, 'one');
    other = createInstance(anotherDatabase(), 'other');
  });
  afterEach(async () => {
    for (const table of ['attempts', 'deliveries', 'events', 'webhooks'] as const) {
      await fixture.knex(fixture.context.tables[table]).delete();
    }
  });

  /** SQLite waits for a lock by holding up the whole process, which here would hold the lock. */
  const anotherDatabase = (): Database =>
    server.client === 'sqlite' ? fixture.database : fixture.connectAgain().database;

  /** Saves of documents, one after the other: `a1` is the first save of document `a`. */
  const save = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) {
      await fixture.stores.events.insert([anEvent({ documentId: name.slice(0, 1), body: name })]);
    }
  };
  const idOf = async (body: string): Promise<DeliveryId> => {
    const { deliveries, events } = fixture.context.tables;
    const row = await fixture
      .knex(`${deliveries} as delivery`)
      .join(`${events} as event`, 'event.id', 'delivery.event_id')
      .where({ body })
      .first('delivery.id');
    return row.id;
  };
  const stateOf = async (body: string) => fixture.stores.deliveries.find(await idOf(body));
  const expireLeases = () =>
    fixture
      .knex(fixture.context.tables.deliveries)
      .whereNotNull('lease_until')
      .where('due_at', '<', 2 ** 52)
      .update({ lease_until: 1, due_at: 1 });

  test('a later delivery of a document waits for the earlier one, others go on', async () => {
    await save('a1', 'a2', 'b1', 'a3', 'b2');
    expect(await one.claim()).toEqual(['a1', 'b1']);
    expect(await one.claim()).toEqual([]);
    expect(await other.claim()).toEqual([]);
    expect(await stateOf('a2')).toMatchObject({ waitsForEarlier: true, sequence: 2 });

    expect(await one.settle('a1', 'success')).toEqual(['a2']);
    expect(await stateOf('a2')).toMatchObject({ waitsForEarlier: false, attemptCount: 1 });
    expect(await one.settle('b1', 'success')).toEqual(['b2']);
    expect(await one.settle('a2', 'success')).toEqual(['a3']);
    expect(await one.settle('a3', 'success')).toEqual([]);
    await save('a4');
    expect(await other.claim()).toEqual(['a4']);
  });

  test('a delivery that is made later waits too', async () => {
    await save('a1');
    expect(await one.claim()).toEqual(['a1']);
    await save('a2', 'b1');
    expect(await other.claim()).toEqual(['b1']);
    await save('a3');
    expect(await one.settle('a1', 'success')).toEqual(['a2']);
  });

  test('locales of a document stand in one line, and events about nothing in none', async () => {
    const at = { documentId: 'a', body: 'en' };
    await fixture.stores.events.insert([anEvent({ ...at, locale: 'en' })]);
    await fixture.stores.events.insert([anEvent({ ...at, locale: 'fr', body: 'fr' })]);
    await fixture.stores.events.insert([anEvent({ ...at, uid: 'api::tag.tag', body: 'tag' })]);
    for (const body of ['x', 'y']) {
      await fixture.stores.events.insert([anEvent({ documentId: null, body })]);
    }
    expect(await one.claim()).toEqual(['en', 'tag', 'x', 'y']);
  });

  test('a webhook without the option sends everything at once', async () => {
    await fixture.stores.registry.update(webhookId, { options: {} });
    await save('a1', 'a2', 'a3');
    expect(await one.claim()).toEqual(['a1', 'a2', 'a3']);
    const rows = await fixture.knex(fixture.context.tables.deliveries).select('order_key');
    expect(rows.every(({ order_key }) => order_key === null)).toBe(true);
  });

  test('it waits through every retry, until the earlier one has failed for good', async () => {
    await save('a1', 'a2');
    await one.claim();
    expect(await one.settle('a1', 'failure')).toEqual([]);
    expect(await stateOf('a1')).toMatchObject({ state: 'pending', failedAttemptCount: 1 });
    await fixture.knex(fixture.context.tables.deliveries).where('sequence', 1).update('due_at', 1);
    expect(await other.claim()).toEqual(['a1']);
    expect(await other.settle('a1', 'failure')).toEqual(['a2']);
    expect(await stateOf('a1')).toMatchObject({ state: 'failed' });
  });

  test('a process that is killed is overtaken, but the line is not', async () => {
    await save('a1', 'a2');
    expect(await one.claim()).toEqual(['a1']);
    await expireLeases();
    expect(await other.claim()).toEqual([]);
    expect(await other.claim()).toEqual(['a1']);
    expect(await one.settle('a1', 'success')).toEqual([]);
    expect(await stateOf('a2')).toMatchObject({ waitsForEarlier: true });
    expect(await other.settle('a1', 'success')).toEqual(['a2']);
  });

  test('one that takes its process down for good lets the next one go', async () => {
    await save('a1', 'a2');
    await one.claim();
    await fixture
      .knex(fixture.context.tables.deliveries)
      .whereNotNull('lease_until')
      .update({ lease_until: 1, due_at: 1, interrupted_count: MAX_INTERRUPTIONS - 1 });
    expect(await other.claim()).toEqual([]);
    expect(await other.claim()).toEqual(['a2']);
  });

  test('a claim that is given back keeps its place', async () => {
    await save('a1', 'a2');
    await one.claim();
    await one.release('a1');
    expect(await other.claim()).toEqual(['a1']);
  });

  test('what stands in no line waits for nobody when it is given back together with what does', async () => {
    await save('a1');
    await fixture.stores.events.insert([anEvent({ documentId: null, body: 'x' })]);
    expect(await one.claim()).toEqual(['a1', 'x']);
    await one.release('a1', 'x');
    expect(await stateOf('x')).toMatchObject({ waitsForEarlier: false, attemptCount: 0 });
    expect(await other.claim()).toEqual(['a1', 'x']);
  });

  test('the order is that of the recording, whatever the clocks of the instances say', async () => {
    const [early, late] = [anEvent(), anEvent()];
    const ahead = { ...late, documentId: 'a', body: 'first, by a clock that is ahead' };
    const behind = { ...early, documentId: 'a', body: 'second' };
    await fixture.stores.events.insert([ahead]);
    await new Promise((done) => setTimeout(done, 5));
    await fixture.stores.events.insert([behind]);
    expect(await one.claim()).toEqual([ahead.body]);
    expect(await one.settle(ahead.body, 'success')).toEqual(['second']);
  });

  test('a delivery that people ask for waits for its turn', async () => {
    await save('a1', 'a2');
    await one.claim();
    const id = await idOf('a2');
    await fixture.database.transaction(({ deliveries }) => deliveries.requestManual(id, 1));
    expect(await other.claim()).toEqual([]);
    expect(await one.settle('a1', 'success')).toEqual(['a2']);
  });

  test('an ended delivery that people ask for comes before later ones', async () => {
    await save('a1');
    await one.claim();
    await one.settle('a1', 'success');
    await save('a2', 'a3');
    expect(await one.claim()).toEqual(['a2']);
    const ask = async () => {
      const id = await idOf('a1');
      await fixture.database.transaction(({ deliveries }) => deliveries.requestManual(id, 1));
    };
    await ask();
    expect(await other.claim()).toEqual([]);
    // Its try ends, and the one that was asked for is older: that one comes next.
    expect(await one.settle('a2', 'failure')).toEqual(['a1']);
    await fixture
      .knex(fixture.context.tables.deliveries)
      .where('state', 'pending')
      .where('sequence', 2)
      .where('due_at', '<', 2 ** 52)
      .update('due_at', 1);
    expect(await other.claim()).toEqual([]);
    expect(await stateOf('a2')).toMatchObject({ waitsForEarlier: true });
    await one.settle('a1', 'failure');
    expect(await stateOf('a1')).toMatchObject({ state: 'succeeded', orderKey: null });
    expect(await stateOf('a2')).toMatchObject({ waitsForEarlier: false });
    expect(await stateOf('a3')).toMatchObject({ waitsForEarlier: true });
  });

  test('what is on the wire while people ask for an older one survives a kill', async () => {
    await save('a1');
    await one.claim();
    await one.settle('a1', 'success');
    await save('a2');
    expect(await one.claim()).toEqual(['a2']);
    const id = await idOf('a1');
    await fixture.database.transaction(({ deliveries }) => deliveries.requestManual(id, 1));
    await expireLeases();
    await other.claim();
    expect(await other.claim()).toEqual(['a1']);
    expect(await other.settle('a1', 'success')).toEqual(['a2']);
  });

  test('a replay goes through a document in its order', async () => {
    await save('a1', 'a2', 'b1');
    await one.claim();
    for (const body of ['a1', 'a2', 'b1']) await one.settle(body, 'success');
    const ids = [await idOf('a2'), await idOf('a1'), await idOf('b1')];
    await fixture.database.transaction(({ deliveries }) => deliveries.requestManualOfAll(ids, 1));
    expect(await one.claim()).toEqual(['a1', 'b1']);
    expect(await one.settle('a1', 'success')).toEqual(['a2']);
  });

  test('discarding lets the line move up', async () => {
    await fixture.stores.registry.update(webhookId, { status: 'paused' });
    await save('a1', 'a2');
    await one.claim();
    await discardHeld(fixture.database, webhookId);
    await save('a3', 'a4');
    await fixture.stores.registry.update(webhookId, { status: 'active' });
    expect(await one.claim()).toEqual(['a3']);

    await expireLeases();
    await fixture.database.transaction(({ deliveries }) =>
      deliveries.discardOpen(webhookId, 'held_too_many', { beforeMs: null, limit: 1, nowMs: 2 }),
    );
    expect(await one.claim()).toEqual(['a4']);
  });

  test('an edit of the option concerns what is open already', async () => {
    const set = async (before: object, after: object): Promise<void> => {
      await fixture.stores.registry.update(webhookId, { options: after });
      await changeOrdering(fixture.database, webhookId, { before, after });
    };
    await fixture.stores.registry.update(webhookId, { status: 'paused', options: {} });
    await save('a1', 'a2', 'a3', 'b1');
    await one.claim();
    await set({}, ORDERED);
    await fixture.stores.registry.update(webhookId, { status: 'active' });
    expect(await one.claim()).toEqual(['a1', 'b1']);
    await set(ORDERED, {});
    expect(await other.claim()).toEqual(['a2', 'a3']);
  });

  test('one instance at a time fans out, and the others come again', async () => {
    await save('a1');
    const quiet = { capacityOf: () => 0 };
    await one.claim({ ...quiet, keepsOrder: false });
    expect(one.fanOutIsBusy).toBe(true);
    if (server.client !== 'sqlite') {
      const holding = await fixture.knex.transaction();
      try {
        expect(await fixture.storesIn(holding).events.lockFanOut()).toBe(true);
        expect(await other.claim()).toEqual([]);
        expect(other.fanOutIsBusy).toBe(true);
      } finally {
        await holding.rollback();
      }
    }
    expect(await other.claim()).toEqual(['a1']);
    expect(other.fanOutIsBusy).toBe(false);
  });

  test('three instances side by side keep it, and none is left behind', async () => {
    const documents = ['a', 'b', 'c', 'd', 'e', 'f'];
    const names = Array.from({ length: 60 }, (_value, index) => {
      const document = documents[(index * 7) % documents.length] ?? 'a';
      return `${document}${String(index).padStart(3, '0')}`;
    });
    const started: string[] = [];
    const ended = new Map<string, number>();
    const startedAt = new Map<string, number>();
    let step = 0;
    let saved = false;
    const drain = async (owner: string): Promise<void> => {
      const instance = createInstance(anotherDatabase(), owner);
      let results: ExchangeInput['results'] = [];
      while (ended.size < names.length) {
        const got = await instance.claim({ results, capacityOf: () => 3 });
        for (const { attempt } of results) ended.set(attempt.deliveryId, (step += 1));
        for (const body of got) startedAt.set(body, (step += 1));
        started.push(...got);
        results = got.map((body) => instance.resultOf(body, 'success'));
        if (got.length === 0) await new Promise((done) => setTimeout(done, saved ? 5 : 1));
      }
    };
    const saving = save(...names).then(() => {
      saved = true;
    });
    await Promise.all([saving, ...['one', 'two', 'three'].map(drain)]);
    expect(started).toHaveLength(names.length);
    for (const document of documents) {
      const order = started.filter((name) => name.startsWith(document));
      expect(order).toEqual([...order].sort());
      for (const [index, name] of order.slice(1).entries()) {
        const before = await idOf(order[index] ?? '');
        expect(ended.get(before)).toBeLessThan(startedAt.get(name) ?? 0);
      }
    }
  });

  test('a line of one document stays out of the way of every claim', async () => {
    const orderKey = orderKeyOf({ webhookId, uid: 'api::article.article', documentId: 'a' });
    await save('a1');
    await one.claim();
    await save(...Array.from({ length: 20 }, () => 'a2'));
    await one.claim();
    const { deliveries } = fixture.context.tables;
    const reachable = await fixture
      .knex(deliveries)
      .select('id')
      .where({ order_key: orderKey, state: 'pending' })
      .whereNull('lease_owner')
      .where('due_at', '<=', Date.now() + 365 * 24 * 3600 * 1000);
    expect(reachable).toEqual([]);
  });
});
