import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import { deliveryIdOf, type DeliveryId, type WebhookId } from '../../server/src/domain/ids';
import type { Database, Sender } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { waitUntil } from '../helpers/wait-until';
import { ANSWERED, dispatcherOver, INTERRUPTED, SILENT_LOG } from './dispatching';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';

const SLOW = 'https://slow.example.com/hook';

describe.each(databaseServers())('the dispatcher on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  let id: DeliveryId;
  let sending: number;
  let started: Dispatcher | undefined;

  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  beforeEach(async () => {
    sending = 0;
    webhookId = await fixture.stores.registry.create(aNewWebhook());
    const event = anEvent();
    await fixture.stores.events.insert([event]);
    id = deliveryIdOf(event.id, webhookId);
  });
  afterEach(async () => {
    await started?.stop(0);
    for (const webhook of await fixture.stores.webhooks.listWithSecrets()) {
      await fixture.stores.registry.update(webhook.id, { status: 'paused' });
    }
  });

  const onRecord = async () => {
    const delivery = await fixture.stores.deliveries.find(id);
    const attempts = await fixture.stores.attempts.list(id);
    return {
      state: delivery?.state,
      leaseOwner: delivery?.leaseOwner,
      attempts: attempts.map(({ number, outcome }) => ({ number, outcome })),
    };
  };
  const SUCCEEDED = {
    state: 'succeeded',
    leaseOwner: null,
    attempts: [{ number: 1, outcome: 'success' }],
  };

  describe('when it stops', () => {
    /** A receiver that takes its time. */
    const answersAfter =
      (ms: number): Sender['send'] =>
      async (_request, signal) => {
        sending += 1;
        const isCutOff = await pause(ms, false, signal ? { signal } : {}).catch(() => true);
        return isCutOff ? INTERRUPTED : ANSWERED;
      };
    const stopWhileSending = async (send: Sender['send'], withinMs: number): Promise<void> => {
      started = dispatcherOver(fixture.database, send);
      started.start();
      await waitUntil(
        () => sending,
        (count) => count === 1,
        'the attempt',
      );
      await started.stop(withinMs);
    };

    test('waits for the answer to what it sent, and puts it on record', async () => {
      await stopWhileSending(answersAfter(200), 8_000);
      expect(await onRecord()).toEqual(SUCCEEDED);
    });

    test('puts on record what was sent, however many events are announced meanwhile', async () => {
      let isEnding = false;
      const busy: Database = {
        ...fixture.database,
        transaction: (work) => {
          if (isEnding) started?.announce();
          return fixture.database.transaction(work);
        },
      };
      // The clock stands still: only the end itself can bring results on record.
      started = dispatcherOver(busy, answersAfter(200), { monotonicNow: () => 1 });
      started.start();
      await waitUntil(
        () => sending,
        (count) => count === 1,
        'the attempt',
      );
      isEnding = true;
      started.announce();
      const stopped = started.stop(8_000);
      const inTime = pause(5_000, 'too late', { ref: false });
      const end = await Promise.race([stopped, inTime]);
      isEnding = false;
      expect(end).toBeUndefined();
      expect(await onRecord()).toEqual(SUCCEEDED);
    });

    test('cuts off what takes longer, and puts that on record', async () => {
      await stopWhileSending(answersAfter(25_000), 100);
      expect(await onRecord()).toEqual({
        state: 'pending',
        leaseOwner: null,
        attempts: [{ number: 1, outcome: 'interrupted' }],
      });
    });
  });

  describe('when there is more than it may send at a time', () => {
    const MORE = 30;

    const addMore = async () => {
      const events = Array.from({ length: MORE }, () => anEvent());
      await fixture.stores.events.insert(events);
      return events;
    };

    test('a stop claims nothing more, and gives back what was not begun', async () => {
      const events = await addMore();
      let answer: () => void = () => undefined;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      started = dispatcherOver(fixture.database, async () => {
        sending += 1;
        await answered;
        return ANSWERED;
      });
      started.start();
      await waitUntil(
        () => sending,
        (count) => count > 0,
        'the first attempts',
      );
      const stopped = started.stop(8_000);
      answer();
      await stopped;
      const ids = events.map((event) => deliveryIdOf(event.id, webhookId));
      const all = await Promise.all([id, ...ids].map((one) => fixture.stores.deliveries.find(one)));
      const made = all.flatMap((one) => (one === null ? [] : [one]));
      expect(made.filter(({ leaseOwner }) => leaseOwner !== null)).toEqual([]);
      expect(made.filter(({ state }) => state === 'succeeded')).toHaveLength(sending);
      expect(sending).toBeLessThan(all.length);
      const rest = made.filter(({ state }) => state !== 'succeeded');
      expect(rest.map(({ state, attemptCount }) => [state, attemptCount])).toEqual(
        rest.map(() => ['pending', 0]),
      );
    });

    test.each([
      ['one webhook gets what each may have', 1, 3],
      ['two get what there is for all', 2, 4],
    ])('it keeps to the settings: %s', async (_what, webhooks, most) => {
      for (let more = 1; more < webhooks; more += 1) {
        await fixture.stores.registry.create(aNewWebhook());
      }
      await addMore();
      let onTheWire = 0;
      let peak = 0;
      started = dispatcherOver(
        fixture.database,
        async () => {
          onTheWire += 1;
          peak = Math.max(peak, onTheWire);
          await pause(20);
          onTheWire -= 1;
          sending += 1;
          return ANSWERED;
        },
        { plugin: { concurrency: { perWebhook: 3, total: 4 } } },
      );
      started.start();
      await waitUntil(
        () => sending,
        (count) => count === webhooks * (MORE + 1),
        'all deliveries',
      );
      expect(peak).toBe(most);
    });
  });

  test('what waits for an earlier delivery goes out as soon as that has succeeded', async () => {
    const topic = 'shop.paid';
    const ordered = aNewWebhook({ topics: [topic], options: { ordering: 'document' } });
    const inLine = await fixture.stores.registry.create(ordered);
    const events = [1, 2].map(() => anEvent({ topic, documentId: 'one' }));
    await fixture.stores.events.insert(events);
    // It looks by itself once in a minute: what is not followed up would not be there in time.
    started = dispatcherOver(fixture.database, () => Promise.resolve(ANSWERED));
    started.start();
    const [, last] = events.map((event) => deliveryIdOf(event.id, inLine));
    await waitUntil(
      () => fixture.stores.deliveries.find(last ?? id),
      (delivery) => delivery?.state === 'succeeded',
      'the second delivery',
    );
  });

  const isSent = (count: number): Promise<number> =>
    waitUntil(
      () => sending,
      (sent) => sent >= count,
      `request ${count}`,
    );
  const publish = async (): Promise<void> => {
    const event = anEvent();
    await fixture.stores.events.insert([event]);
    id = deliveryIdOf(event.id, webhookId);
    started?.announce();
  };

  test('a new event goes out before results are put on record that wait for others', async () => {
    await fixture.stores.registry.create(aNewWebhook({ deliveryUrl: SLOW }));
    let isSlow = false;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    started = dispatcherOver(
      fixture.database,
      async ({ url }) => {
        if (url !== SLOW) sending += 1;
        else if (isSlow) await answered;
        // The next one is a surprise: it was quick so far.
        isSlow ||= url === SLOW;
        return ANSWERED;
      },
      // The clock stands still: nobody runs out of patience.
      { monotonicNow: () => 1 },
    );
    started.start();
    await isSent(1);
    await waitUntil(onRecord, ({ state }) => state === 'succeeded', 'the first record');
    await publish();
    await isSent(2);
    const second = id;
    await publish();
    await isSent(3);
    id = second;
    const early = await onRecord().finally(answer);
    expect(early.attempts).toEqual([]);
    await waitUntil(onRecord, ({ state }) => state === 'succeeded', 'the record');
    expect(await onRecord()).toEqual(SUCCEEDED);
  });

  test('a result does not wait for receivers that never answer', async () => {
    await fixture.stores.registry.create(aNewWebhook({ deliveryUrl: SLOW }));
    started = dispatcherOver(
      fixture.database,
      ({ url }, signal) =>
        url === SLOW
          ? pause(60_000, INTERRUPTED, signal ? { signal } : {}).catch(() => INTERRUPTED)
          : Promise.resolve(ANSWERED),
      { monotonicNow: () => 1 },
    );
    started.start();
    await waitUntil(onRecord, ({ state }) => state === 'succeeded', 'the record');
    expect(await onRecord()).toEqual(SUCCEEDED);
  });

  test('an event that is announced while a record waits for its turn goes out in its place', async () => {
    let exchanges = 0;
    let exchangesAtSending = 0;
    let goOn: () => void = () => undefined;
    let turn = Promise.resolve();
    const waiting: Database = {
      ...fixture.database,
      transaction: async (work) => {
        exchanges += 1;
        await turn;
        return fixture.database.transaction(work);
      },
    };
    started = dispatcherOver(waiting, () => {
      sending += 1;
      exchangesAtSending = exchanges;
      if (sending === 1) turn = new Promise((resolve) => (goOn = resolve));
      return Promise.resolve(ANSWERED);
    });
    started.start();
    await isSent(1);
    await waitUntil(
      () => exchanges,
      (count) => count === 2,
      'the exchange that would record the first',
    );
    await publish();
    goOn();
    await isSent(2);
    expect(exchangesAtSending).toBe(2);
  });

  describe('when the database refuses two exchanges', () => {
    let refusals: number;
    let complaints: string[];
    beforeEach(() => {
      complaints = [];
    });

    const refusing = (): Database => ({
      ...fixture.database,
      transaction: (work) => {
        if (refusals === 0) return fixture.database.transaction(work);
        refusals -= 1;
        return Promise.reject(new Error('the database is gone'));
      },
    });
    const succeed = async (send: Sender['send']): Promise<void> => {
      const log = { ...SILENT_LOG, error: (message: string) => complaints.push(message) };
      started = dispatcherOver(refusing(), send, { log });
      started.start();
      await waitUntil(onRecord, ({ state }) => state === 'succeeded', 'the delivery');
      expect(await onRecord()).toEqual(SUCCEEDED);
      expect(sending).toBe(1);
      expect(complaints).toEqual([
        'the database exchange failed (try 1): the database is gone',
        'the database exchange failed (try 2): the database is gone',
      ]);
    };

    test('goes on and delivers, when those that claim are refused', async () => {
      refusals = 2;
      await succeed(() => {
        sending += 1;
        return Promise.resolve(ANSWERED);
      });
    });

    test('goes on and records, when those that bring a result are refused', async () => {
      refusals = 0;
      await succeed(() => {
        sending += 1;
        refusals = 2;
        return Promise.resolve(ANSWERED);
      });
    });
  });
});
