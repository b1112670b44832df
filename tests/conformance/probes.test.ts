import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import { deliveryIdOf, type DeliveryId, type WebhookId } from '../../server/src/domain/ids';
import type { SendResult } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { waitUntil } from '../helpers/wait-until';
import { dispatcherOver, REFUSED } from './dispatching';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';

/** Five failures until the first rest, and then probes until rests last a second. */
const UNTIL_LONG_RESTS = 10;
const LONG_REST_MS = 1_000;

describe.each(databaseServers())('a receiver that is probed, on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  let dispatcher: Dispatcher;
  /** The bodies of the attempts. */
  let tried: string[];
  let endProbe: () => void;
  let serial: number;

  beforeEach(async () => {
    fixture = await openFixture(server);
    webhookId = await fixture.stores.registry.create(
      aNewWebhook({ options: { maxConsecutiveFailures: 1_000 } }),
    );
    tried = [];
    serial = 0;
  });
  afterEach(async () => {
    endProbe();
    await dispatcher.stop(0);
    await fixture.drop();
  });

  const happen = async (count: number): Promise<{ id: DeliveryId; body: string }[]> => {
    const events = Array.from({ length: count }, () =>
      anEvent({ body: String((serial += 1)).padStart(6, '0') }),
    );
    await fixture.stores.events.insert(events);
    return events.map(({ id, body }) => ({ id: deliveryIdOf(id, webhookId), body }));
  };
  const untilTried = (times: number): Promise<unknown> =>
    waitUntil(
      () => tried.length,
      (count) => count >= times,
      `attempt ${times}`,
    );

  /** Sixty deliveries wait; the receiver rests for a second at a time, and a probe is on the wire. */
  const startProbing = async () => {
    const old = await happen(60);
    let probe = Promise.resolve(REFUSED);
    endProbe = () => undefined;
    const answer = (): Promise<SendResult> => {
      if (tried.length <= UNTIL_LONG_RESTS) return Promise.resolve(REFUSED);
      probe = new Promise((resolve) => (endProbe = () => resolve(REFUSED)));
      return probe;
    };
    dispatcher = dispatcherOver(
      fixture.database,
      ({ body }) => {
        tried.push(body.toString('utf8'));
        return answer();
      },
      { plugin: { retry: { schedule: [600, 600], jitter: 0 } } },
    );
    dispatcher.start();
    await untilTried(UNTIL_LONG_RESTS + 1);
    return old;
  };

  test('is sent what somebody asks for meanwhile as soon as the probe has failed', async () => {
    const [last] = (await startProbing()).slice(-1);
    if (last === undefined) throw new Error('no delivery');
    await waitUntil(
      () => fixture.stores.deliveries.find(last.id),
      (delivery) => delivery !== null,
      'the delivery',
    );
    await fixture.stores.deliveries.requestManual(last.id, 1);
    dispatcher.nudge();
    await pause(50);
    const endedAt = performance.now();
    endProbe();
    await untilTried(UNTIL_LONG_RESTS + 2);
    expect(tried.at(-1)).toBe(last.body);
    expect(performance.now() - endedAt).toBeLessThan(LONG_REST_MS / 2);
  });

  test('is sent what waits next, also when something new is found first', async () => {
    const old = await startProbing();
    dispatcher.nudge();
    await pause(50);
    endProbe();
    await pause(50);
    // Nobody announces it: the look at the end of the rest finds it.
    await happen(1);
    await untilTried(UNTIL_LONG_RESTS + 2);
    expect(old.map(({ body }) => body)).toContain(tried.at(-1));
  });

  test('is sent what waits at once when an exchange for something new sees that it was edited', async () => {
    await startProbing();
    endProbe();
    await pause(50);
    await fixture.stores.registry.update(webhookId, { name: 'Mended' });
    const editedAt = performance.now();
    await happen(1);
    dispatcher.announce();
    await untilTried(UNTIL_LONG_RESTS + 2);
    expect(performance.now() - editedAt).toBeLessThan(LONG_REST_MS / 2);
  });
});
