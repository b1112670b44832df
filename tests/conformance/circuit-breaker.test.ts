import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import { deliveryIdOf, type DeliveryId, type WebhookId } from '../../server/src/domain/ids';
import type { Database, SendResult } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { waitUntil } from '../helpers/wait-until';
import { ANSWERED, dispatcherOver } from './dispatching';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';

const RESET: SendResult = {
  response: null,
  error: { code: 'connection_reset', message: '' },
  durationMs: 1,
};
const WELL = 'https://example.com/well';
const ILL = 'https://example.com/ill';
/** Failures until the first rest, and then probes until rests last a second. */
const UNTIL_LONG_RESTS = 9;

describe.each(databaseServers())('a receiver that fails at once, on $client', (server) => {
  let fixture: Fixture;
  let ill: WebhookId;
  let isMended: boolean;
  /** The bodies of its attempts. */
  let tried: string[];
  let received: number;
  let exchanges: number;
  let dispatcher: Dispatcher;

  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  beforeEach(async () => {
    isMended = false;
    tried = [];
    received = 0;
    exchanges = 0;
    ill = await createWebhook(ILL);
    const counting: Database = {
      ...fixture.database,
      transaction: (work) => {
        exchanges += 1;
        return fixture.database.transaction(work);
      },
    };
    dispatcher = dispatcherOver(
      counting,
      ({ url, body }) => {
        if (url === WELL) received += 1;
        else tried.push(body.toString('utf8'));
        return Promise.resolve(url === WELL || isMended ? ANSWERED : RESET);
      },
      { plugin: { retry: { schedule: [1, 1, 1, 1, 1, 1], jitter: 0 } } },
    );
  });
  afterEach(async () => {
    await dispatcher.stop(0);
    for (const webhook of await fixture.stores.webhooks.listWithSecrets()) {
      await fixture.stores.registry.update(webhook.id, { status: 'paused' });
    }
  });

  const createWebhook = (deliveryUrl: string): Promise<WebhookId> =>
    fixture.stores.registry.create(
      aNewWebhook({ deliveryUrl, options: { maxConsecutiveFailures: 1_000 } }),
    );
  let serial = 0;
  const happen = async (count: number): Promise<DeliveryId[]> => {
    const events = Array.from({ length: count }, () =>
      anEvent({ body: String((serial += 1)).padStart(6, '0') }),
    );
    await fixture.stores.events.insert(events);
    return events.map(({ id }) => deliveryIdOf(id, ill));
  };
  const untilTried = (times: number) =>
    waitUntil(
      () => tried.length,
      (count) => count >= times,
      'attempts that fail',
    );
  const start = async (events: number): Promise<DeliveryId[]> => {
    const ids = await happen(events);
    dispatcher.start();
    return ids;
  };
  const statesOf = async (ids: readonly DeliveryId[]) => {
    const rows = await Promise.all(ids.map((id) => fixture.stores.deliveries.find(id)));
    return rows.map((row) => row?.state);
  };

  test('is tried seldom, while another gets all there is', async () => {
    await createWebhook(WELL);
    const startedAtMs = performance.now();
    await start(0);
    for (let index = 0; index < 150; index += 1) {
      await happen(1);
      dispatcher.announce();
      await pause(10);
    }
    await waitUntil(
      () => received,
      (count) => count === 150,
      'what the healthy one gets',
    );
    expect(tried.length).toBeGreaterThan(4);
    // One a second, after those until rests are that long: however long a busy machine takes.
    const seconds = (performance.now() - startedAtMs) / 1000;
    expect(tried.length).toBeLessThanOrEqual(UNTIL_LONG_RESTS + seconds + 1);
  });

  test('costs a few exchanges for each attempt, and none between them', async () => {
    await start(100);
    await untilTried(UNTIL_LONG_RESTS);
    const [exchangesBefore, triedBefore] = [exchanges, tried.length];
    const startedAtMs = performance.now();
    await pause(3_000);
    const probes = tried.length - triedBefore;
    expect(probes).toBeGreaterThan(1);
    expect(probes).toBeLessThanOrEqual((performance.now() - startedAtMs) / 1000 + 1);
    expect(exchanges - exchangesBefore).toBeLessThan(4 * (probes + 1));
  });

  test('keeps none of what was claimed for it while it rests', async () => {
    isMended = true;
    await createWebhook(WELL);
    await start(60);
    await untilTried(60);
    isMended = false;
    await happen(300);
    dispatcher.nudge();
    await untilTried(60 + UNTIL_LONG_RESTS);
    await waitUntil(
      () => fixture.knex(fixture.context.tables.deliveries).whereNotNull('lease_owner').first('id'),
      (row) => row === undefined,
      'a moment without a lease, long before leases end',
      5_000,
    );
    expect(tried.length).toBeLessThan(60 + 50);
  });

  test('gets everything soon after it was mended, and is tried as often as others then', async () => {
    const ids = await start(40);
    await untilTried(UNTIL_LONG_RESTS);
    isMended = true;
    const mendedAt = performance.now();
    await untilTried(tried.length + 1);
    // A rest lasts a second at most, and without its end nothing would look for a minute.
    expect(performance.now() - mendedAt).toBeLessThan(5_000);
    await waitUntil(
      () => statesOf(ids),
      (states) => states.every((state) => state === 'succeeded'),
      'all deliveries',
    );
    // One a second would be half a minute.
    expect(performance.now() - mendedAt).toBeLessThan(15_000);
  });

  test('is tried at once when somebody asks for it', async () => {
    const ids = await start(40);
    await untilTried(UNTIL_LONG_RESTS);
    const before = tried.length;
    const askedAt = performance.now();
    for (const id of ids.slice(0, 20)) {
      await fixture.database.transaction(async ({ deliveries, now }) =>
        deliveries.requestManual(id, await now()),
      );
    }
    dispatcher.nudge();
    await untilTried(before + 20);
    expect(performance.now() - askedAt).toBeLessThan(5_000);
  });

  test('is tried at once when its webhook was edited', async () => {
    await start(40);
    await untilTried(UNTIL_LONG_RESTS);
    const before = tried.length;
    await fixture.stores.registry.update(ill, { name: 'Mended' });
    const editedAt = performance.now();
    dispatcher.nudge();
    await untilTried(before + 5);
    // Five probes with rests between them take four seconds.
    expect(performance.now() - editedAt).toBeLessThan(3_000);
  });

  test.each([
    ['what is announced', false],
    ['what looks find', true],
  ])('is tried with what waits, not with %s', async (_new, isFound) => {
    await start(30);
    const newest = String(serial).padStart(6, '0');
    const until = performance.now() + 2_500;
    while (performance.now() < until) {
      await happen(1);
      if (!isFound) dispatcher.announce();
      await pause(10);
      // So that it looks while the receiver rests, and finds something new at the end of that.
      if (isFound) dispatcher.nudge();
    }
    expect(tried.length).toBeGreaterThan(5);
    const seen = [...new Set(tried)];
    expect(seen).toEqual([...seen].sort());
    expect(seen.filter((body) => body > newest)).toEqual([]);
  });

  test('is paused and stopped like any other', async () => {
    await start(40);
    await untilTried(UNTIL_LONG_RESTS);
    await fixture.stores.registry.update(ill, { status: 'paused' });
    dispatcher.nudge();
    await pause(1_000);
    const before = tried.length;
    await pause(1_500);
    expect(tried).toHaveLength(before);
    const stoppedAt = performance.now();
    await dispatcher.stop(8_000);
    expect(performance.now() - stoppedAt).toBeLessThan(4_000);
  });
});
