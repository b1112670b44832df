import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import { deliveryIdOf, type DeliveryId } from '../../server/src/domain/ids';
import type { Database, Sender } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { waitUntil } from '../helpers/wait-until';
import { ANSWERED, dispatcherOver, INTERRUPTED, SILENT_LOG } from './dispatching';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';

describe.each(databaseServers())('the dispatcher on $client', (server) => {
  let fixture: Fixture;
  let id: DeliveryId;
  let sending: number;
  let started: Dispatcher | undefined;

  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  beforeEach(async () => {
    sending = 0;
    const webhookId = await fixture.stores.registry.create(aNewWebhook());
    const event = anEvent();
    await fixture.stores.events.insert([event]);
    id = deliveryIdOf(event.id, webhookId);
  });
  afterEach(async () => {
    await started?.stop(0);
    for (const { id: webhookId } of await fixture.stores.webhooks.listWithSecrets()) {
      await fixture.stores.registry.update(webhookId, { status: 'paused' });
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

    test('cuts off what takes longer, and puts that on record', async () => {
      await stopWhileSending(answersAfter(25_000), 100);
      expect(await onRecord()).toEqual({
        state: 'pending',
        leaseOwner: null,
        attempts: [{ number: 1, outcome: 'interrupted' }],
      });
    });
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
      started = dispatcherOver(refusing(), send, {
        ...SILENT_LOG,
        error: (message) => complaints.push(message),
      });
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
