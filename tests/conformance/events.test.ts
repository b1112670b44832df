import type { EventId } from '../../server/src/domain/ids';
import type { EventPosition, OrphanSearch } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { aNewDelivery, anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';

const SAVED_FOR_LATER = 60_000;

describe.each(databaseServers())('events on $client', (server) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  afterEach(() => fixture.knex(fixture.context.tables.events).delete());

  const lockPending = (limit: number) =>
    fixture.database.transaction(({ events }) => events.lockPending(limit));
  const idsOf = (events: readonly { id: EventId }[]): EventId[] => events.map(({ id }) => id);

  test.each([
    ['alone', 0],
    ['beside others', 2],
  ])('come back exactly as they were written, in any script, %s', async (_how, others) => {
    const event = anEvent({
      body: JSON.stringify({
        text: 'Ωμέγα 𝒳 👩‍👩‍👧 \\u0000 "quoted" \n\u2028',
        nul: '\0',
        lone: '\ud800',
      }),
      documentId: 'ünï🙂',
      locale: 'zh-Hant-TW',
    });
    await fixture.stores.events.insert([event, ...Array.from({ length: others }, () => anEvent())]);
    expect(await fixture.stores.events.find(event.id)).toEqual(event);
  });

  test('may lack a content type and may be meant for one webhook', async () => {
    const webhookId = await fixture.stores.registry.create(aNewWebhook());
    const event = anEvent({
      uid: null,
      model: null,
      documentId: null,
      locale: null,
      onlyWebhookId: webhookId,
    });
    await fixture.stores.events.insert([event]);
    expect(await fixture.stores.events.find(event.id)).toEqual(event);
  });

  test('keep bodies of a megabyte, many at once', async () => {
    const body = JSON.stringify({ text: 'añ🙂'.repeat(170_000) });
    const events = Array.from({ length: 6 }, () => anEvent({ body }));
    await fixture.stores.events.insert(events);
    const bodies = await fixture.stores.events.bodies(idsOf(events));
    expect(bodies.size).toBe(6);
    expect([...bodies.values()].every((kept) => kept === body)).toBe(true);
  });

  test('leave unknown ids out of the bodies', async () => {
    expect(await fixture.stores.events.bodies([anEvent().id])).toEqual(new Map());
    expect(await fixture.stores.events.find(anEvent().id)).toBeNull();
  });

  test('are all written or none', async () => {
    const [first, second] = [anEvent(), anEvent()];
    await fixture.stores.events.insert([second]);
    const many = Array.from({ length: 600 }, () => anEvent());
    // Not toThrow: an error of a native driver can come from another test's realm.
    const twice = fixture.stores.events.insert([first, ...many, second]);
    await expect(twice).rejects.toHaveProperty('code');
    expect(await fixture.stores.events.find(first.id)).toBeNull();
  });

  test('wait for fan-out oldest first, until they are marked', async () => {
    const events = Array.from({ length: 5 }, () => anEvent());
    await fixture.stores.events.insert([...events].reverse());
    // Written within one millisecond or not, as chance has it.
    await fixture.knex(fixture.context.tables.events).update({ recorded_at: 1 });
    const [first, second] = events;
    const pending = await lockPending(2);
    expect(idsOf(pending)).toEqual([first?.id, second?.id]);
    expect(pending.map(({ body }) => body)).toEqual([null, null]);
    await fixture.stores.events.markFannedOut(idsOf(pending));
    expect(idsOf(await lockPending(10))).toEqual(idsOf(events.slice(2)));
    await fixture.stores.events.markFannedOut(idsOf(events));
    expect(await lockPending(10)).toEqual([]);
  });

  test('come with their bodies where these are asked for', async () => {
    const event = anEvent({ body: JSON.stringify({ text: '🙂 '.repeat(10_000) }) });
    await fixture.stores.events.insert([event]);
    const pending = await fixture.database.transaction(({ events }) =>
      events.lockPending(1, { bodies: true }),
    );
    expect(pending).toEqual([event]);
  });

  test('are marked and found by thousands', async () => {
    const events = Array.from({ length: 2_100 }, () => anEvent());
    await fixture.stores.events.insert(events);
    await fixture.stores.events.markFannedOut(idsOf(events.slice(0, 1_200)));
    expect(idsOf(await lockPending(5_000))).toEqual(idsOf(events.slice(1_200)));
    await fixture.stores.events.delete(idsOf(events));
    expect((await fixture.stores.events.bodies(idsOf(events))).size).toBe(0);
  });

  test('are free to go when they were fanned out, are old and have no delivery', async () => {
    const { stores } = fixture;
    const webhookId = await stores.registry.create(aNewWebhook());
    const [pending, owed, orphan] = [anEvent(), anEvent(), anEvent()];
    await stores.events.insert([pending, owed, orphan]);
    await stores.events.markFannedOut([owed.id, orphan.id]);
    await stores.deliveries.insert([aNewDelivery(webhookId, { eventId: owed.id })]);
    const now = await stores.now();
    const find = (beforeMs: number, limit: number) =>
      stores.events.findOrphans({ beforeMs, after: null, limit });
    expect(await find(now + SAVED_FOR_LATER, 10)).toEqual({ ids: [orphan.id], next: null });
    expect(await find(now - SAVED_FOR_LATER, 10)).toEqual({ ids: [], next: null });
  });

  test('that are free to go are found some at a time, in the order of their recording', async () => {
    const { stores } = fixture;
    const webhookId = await stores.registry.create(aNewWebhook());
    const events = Array.from({ length: 7 }, () => anEvent());
    await stores.events.insert(events);
    await stores.events.markFannedOut(idsOf(events));
    // Two instants only: the place within an instant counts too.
    for (const [index, { id }] of events.entries()) {
      const recorded_at = index < 4 ? 1_000 : 2_000;
      await fixture.knex(fixture.context.tables.events).where({ id }).update({ recorded_at });
    }
    const kept = events.filter((_event, index) => index % 2 === 0);
    await stores.deliveries.insert(kept.map(({ id }) => aNewDelivery(webhookId, { eventId: id })));
    const found: string[][] = [];
    let after: EventPosition | null = null;
    do {
      const looked: OrphanSearch = await stores.events.findOrphans({
        beforeMs: 3_000,
        after,
        limit: 3,
      });
      found.push([...looked.ids]);
      after = looked.next;
    } while (after !== null && found.length < 10);
    const [, first, , second, , third] = idsOf(events);
    expect(found).toEqual([[first], [second, third], []]);
    await stores.events.delete(idsOf(events));
  });

  test('cannot be locked outside of a transaction', async () => {
    await expect(fixture.stores.events.lockPending(1)).rejects.toThrow('in a transaction');
  });

  test('belong to the transaction that wrote them', async () => {
    const [kept, lost] = [anEvent(), anEvent()];
    await fixture.knex.transaction((trx) => fixture.storesIn(trx).events.insert([kept]));
    const failed = fixture.knex.transaction(async (trx) => {
      await fixture.storesIn(trx).events.insert([lost]);
      throw new Error('the save failed');
    });
    await expect(failed).rejects.toThrow('the save failed');
    expect(await fixture.stores.events.find(kept.id)).toEqual(kept);
    expect(await fixture.stores.events.find(lost.id)).toBeNull();
  });

  if (server.client === 'sqlite') return;

  test('that become visible out of order are all found', async () => {
    const [older, newer] = [anEvent(), anEvent()];
    const slow = await fixture.knex.transaction();
    await fixture.storesIn(slow).events.insert([older]);
    const fast = await fixture.knex.transaction();
    await fixture.storesIn(fast).events.insert([newer]);
    await fast.commit();

    const fanOutNow = () =>
      fixture.database.transaction(async ({ events }) => {
        const ids = idsOf(await events.lockPending(10));
        await events.markFannedOut(ids);
        return ids;
      });
    expect(await fanOutNow()).toEqual([newer.id]);
    await slow.commit();
    expect(await fanOutNow()).toEqual([older.id]);
  });

  test('go to one fan-out each, and neither waits for the other', async () => {
    const events = Array.from({ length: 4 }, () => anEvent());
    await fixture.stores.events.insert(events);
    const [first, second] = [await fixture.knex.transaction(), await fixture.knex.transaction()];
    const one = idsOf(await fixture.storesIn(first).events.lockPending(2));
    const other = idsOf(await fixture.storesIn(second).events.lockPending(2));
    await Promise.all([first.commit(), second.commit()]);
    expect([...one, ...other].sort()).toEqual(idsOf(events));
  });
});
