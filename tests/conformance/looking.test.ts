import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import {
  deliveryIdOf,
  type DeliveryId,
  type EventId,
  type WebhookId,
} from '../../server/src/domain/ids';
import type { Event } from '../../server/src/domain/event';
import type { Sender } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { waitUntil } from '../helpers/wait-until';
import { ANSWERED, dispatcherOver, REFUSED } from './dispatching';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';

const ANSWER_MS = 300;
const WELL = 12;

/** Its poll is a minute away: what is not looked for in time is not there in time. */
describe.each(databaseServers())('a dispatcher looks in time, on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  let dispatcher: Dispatcher | undefined;
  let sent: number;
  let recorded: number;

  beforeEach(async () => {
    fixture = await openFixture(server);
    webhookId = await fixture.stores.registry.create(aNewWebhook());
    sent = 0;
    recorded = 0;
  });
  afterEach(async () => {
    await dispatcher?.stop(0);
    await fixture.drop();
  });

  const record = async (count: number): Promise<Event[]> => {
    const events = Array.from({ length: count }, () =>
      anEvent({ body: `event ${(recorded += 1)}` }),
    );
    await fixture.stores.events.insert(events);
    return events;
  };
  const start = (send: Sender['send'], plugin: Readonly<Record<string, unknown>>): Dispatcher => {
    dispatcher = dispatcherOver(
      fixture.database,
      (...request) => {
        sent += 1;
        return send(...request);
      },
      { plugin },
    );
    dispatcher.start();
    return dispatcher;
  };
  const waitForDelivery = async (eventId: EventId): Promise<DeliveryId> => {
    const id = deliveryIdOf(eventId, webhookId);
    await waitUntil(
      () => fixture.stores.deliveries.find(id),
      (delivery) => delivery !== null,
      'the delivery',
    );
    return id;
  };
  const waitForSent = (count: number): Promise<unknown> =>
    waitUntil(
      () => sent,
      (now) => now >= count,
      `${count} requests`,
    );

  test('for what waits for a full webhook, also when it looked while that was full', async () => {
    await record(8);
    const started = start(() => pause(ANSWER_MS, ANSWERED), {
      concurrency: { total: 10, perWebhook: 2 },
    });
    await waitForSent(2);
    started.nudge();
    await waitForSent(8);
    expect(sent).toBe(8);
  });

  test('for what people ask of a paused webhook, also when it looked while that was full', async () => {
    await fixture.stores.registry.update(webhookId, { status: 'paused' });
    const events = await record(6);
    const started = start(() => pause(ANSWER_MS, ANSWERED), {
      concurrency: { total: 10, perWebhook: 2 },
    });
    for (const { id } of events) {
      await fixture.stores.deliveries.requestManual(await waitForDelivery(id), 1);
    }
    started.nudge();
    await waitForSent(2);
    started.nudge();
    await waitForSent(6);
    expect(sent).toBe(6);
  });

  test('for what people ask of a delivery that is under way', async () => {
    const [event] = await record(1);
    if (event === undefined) throw new Error('no event');
    start(() => pause(ANSWER_MS, ANSWERED), {});
    await waitForSent(1);
    await fixture.stores.deliveries.requestManual(deliveryIdOf(event.id, webhookId), 1);
    await waitForSent(2);
    expect(sent).toBe(2);
  });

  test('for what people ask of a webhook that was full, and had nothing else that waits', async () => {
    let answer: () => void = () => undefined;
    const started = start(
      async () => {
        // So that nothing is fetched ahead.
        if (sent === 1) return REFUSED;
        if (sent === 2) await new Promise<void>((resolve) => (answer = resolve));
        return ANSWERED;
      },
      { concurrency: { total: 10, perWebhook: 1 }, retry: { schedule: [600], jitter: 0 } },
    );
    const [first] = await record(1);
    if (first === undefined) throw new Error('no event');
    const id = deliveryIdOf(first.id, webhookId);
    started.announce();
    await waitUntil(
      () => fixture.stores.deliveries.find(id),
      (delivery) => delivery?.failedAttemptCount === 1,
      'the failure',
    );
    await record(1);
    started.announce();
    await waitForSent(2);
    await fixture.stores.deliveries.requestManual(id, 1);
    started.nudge();
    await pause(50);
    answer();
    await waitForSent(3);
    expect(sent).toBe(3);
  });

  test('for the end of a silence that an answer asked for', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const events = await record(2);
    start(
      async () => {
        if (sent > 1) return ANSWERED;
        await held;
        return { ...REFUSED, retryAfter: '1' };
      },
      // Its own retry is not what brings the look.
      { concurrency: { total: 10, perWebhook: 1 }, retry: { schedule: [600], jitter: 0 } },
    );
    for (const { id } of events) await waitForDelivery(id);
    answer();
    await waitForSent(2);
    expect(sent).toBe(2);
  });

  test('for the next in a line that was made when the one before was on its way', async () => {
    const started = start(
      async () => {
        if (sent === 1) return REFUSED;
        // Until the retry of the first is due, and longer.
        return sent <= WELL + 1 ? ANSWERED : pause(2 * ANSWER_MS + 1_000, ANSWERED);
      },
      { retry: { schedule: [1], jitter: 0 } },
    );
    const [first] = await record(1);
    if (first === undefined) throw new Error('no event');
    started.announce();
    await waitUntil(
      () => fixture.stores.deliveries.find(deliveryIdOf(first.id, webhookId)),
      (delivery) => delivery?.failedAttemptCount === 1,
      'the failure',
    );
    // So that it has room for more than what waits.
    await record(WELL);
    started.announce();
    await waitForSent(WELL + 1);
    await record(1);
    started.announce();
    await waitForSent(WELL + 2);
    await fixture.stores.registry.update(webhookId, { options: { ordering: 'document' } });
    await fixture.database.transaction(({ deliveries }) => deliveries.standInLine(webhookId, 200));
    started.nudge();
    // The retry, once the one that is on its way now has ended.
    await waitForSent(WELL + 3);
    expect(sent).toBe(WELL + 3);
  });

  test('at what waits first, also when it looked while that webhook was full', async () => {
    const order: string[] = [];
    let answer: () => void = () => undefined;
    const started = start(
      async ({ body }) => {
        order.push(body.toString('utf8'));
        await new Promise<void>((resolve) => (answer = resolve));
        return ANSWERED;
      },
      { concurrency: { total: 10, perWebhook: 1 } },
    );
    const old = await record(4);
    started.announce();
    for (const { id } of old) await waitForDelivery(id);
    started.nudge();
    await pause(50);
    const [news] = await record(1);
    // Now there is room, and the exchange for what is new comes first.
    answer();
    started.announce();
    for (const count of [2, 3, 4, 5]) {
      await waitForSent(count);
      answer();
    }
    expect(order.at(-1)).toBe(news?.body);
    expect(order).toHaveLength(old.length + 1);
  });

  test('for a retry, also when it handed out something else since it knew of it', async () => {
    const failing = new Set<string>();
    const started = start(
      ({ headers }) =>
        Promise.resolve(
          Object.values(headers).some((value) => failing.delete(value)) ? REFUSED : ANSWERED,
        ),
      { retry: { schedule: [1], jitter: 0 } },
    );
    // So that it has room for more than the one retry that it hands out.
    await record(WELL);
    started.announce();
    await waitForSent(WELL);
    const ids = [];
    for (const count of [1, 2]) {
      const [event] = await record(1);
      if (event === undefined) throw new Error('no event');
      const id = deliveryIdOf(event.id, webhookId);
      ids.push(id);
      failing.add(id);
      started.announce();
      await waitForSent(WELL + count);
      // So that one retry is due after the other.
      await pause(ANSWER_MS);
    }
    await waitForSent(WELL + 4);
    for (const id of ids) {
      await waitUntil(
        () => fixture.stores.deliveries.find(id),
        (delivery) => delivery?.state === 'succeeded',
        'the retry',
      );
    }
  });
});
