import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import { deliveryIdOf, type WebhookId } from '../../server/src/domain/ids';
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

  beforeEach(async () => {
    fixture = await openFixture(server);
    webhookId = await fixture.stores.registry.create(aNewWebhook());
    sent = 0;
  });
  afterEach(async () => {
    await dispatcher?.stop(0);
    await fixture.drop();
  });

  const record = async (count: number): Promise<Event[]> => {
    const events = Array.from({ length: count }, () => anEvent());
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
      const held = deliveryIdOf(id, webhookId);
      await waitUntil(
        () => fixture.stores.deliveries.find(held),
        (delivery) => delivery !== null,
        'the delivery',
      );
      await fixture.stores.deliveries.requestManual(held, 1);
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

  test('for the end of a silence that an answer asked for', async () => {
    let isRefused = false;
    const started = start(
      () => {
        const answer = isRefused ? { ...REFUSED, retryAfter: '1' } : ANSWERED;
        isRefused = false;
        return Promise.resolve(answer);
      },
      // Its own retry is not what brings the look.
      { retry: { schedule: [600], jitter: 0 } },
    );
    // So that it has room for more than what waits.
    await record(WELL);
    started.announce();
    await waitForSent(WELL);
    isRefused = true;
    for (const count of [1, 2]) {
      await record(1);
      started.announce();
      await waitForSent(WELL + count);
    }
    expect(sent).toBe(WELL + 2);
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
