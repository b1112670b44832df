import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from '../../server/src/dispatcher/dispatcher-contract';
import { deliveryIdOf, type DeliveryId } from '../../server/src/domain/ids';
import { awaitPaused } from '../../server/src/pipeline/pause';
import type { Database, Sender } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { waitUntil } from '../helpers/wait-until';
import { ANSWERED, DISPATCHER, dispatcherOver, INTERRUPTED } from './dispatching';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';

describe.each(databaseServers())('a pause on $client', (server) => {
  let fixture: Fixture;
  let dispatcher: Dispatcher;
  let sent: string[];
  /** What the answers to every transaction of the dispatcher wait for. */
  let answers: Promise<void>;
  let letAnswer: () => void;

  /** What every request waits for before it is sent. */
  let connection: Promise<void>;
  let letConnect: () => void;
  let connecting: number;

  const send: Sender['send'] = async ({ body }, _signal, maySend) => {
    connecting += 1;
    await connection;
    if (maySend?.() === false) return INTERRUPTED;
    sent.push(body.toString('utf8'));
    return ANSWERED;
  };

  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  beforeEach(() => {
    sent = [];
    connecting = 0;
    connection = new Promise((resolve) => {
      letConnect = resolve;
    });
    answers = new Promise((resolve) => {
      letAnswer = resolve;
    });
    const late: Database = {
      ...fixture.database,
      transaction: async (work) => {
        const answer = await fixture.database.transaction(work);
        await answers;
        return answer;
      },
    };
    dispatcher = dispatcherOver(late, send);
  });
  afterEach(async () => {
    letAnswer();
    letConnect();
    await dispatcher.stop(0);
    for (const { id } of await fixture.stores.webhooks.listWithSecrets()) {
      await fixture.stores.registry.update(id, { status: 'paused' });
    }
  });

  const leaseOf = async (id: DeliveryId): Promise<string | null> =>
    (await fixture.stores.deliveries.find(id))?.leaseOwner ?? null;

  const oneDelivery = async () => {
    const webhookId = await fixture.stores.registry.create(aNewWebhook());
    const event = anEvent();
    await fixture.stores.events.insert([event]);
    return { webhookId, event, id: deliveryIdOf(event.id, webhookId) };
  };
  const isFree = (id: DeliveryId) =>
    waitUntil(
      () => leaseOf(id),
      (owner) => owner === null,
      'the end of the lease',
    );
  /** Nothing of it was sent, nothing counts as an attempt, and it arrives after the pause. */
  const isGivenBackUntilResumed = async ({
    id,
    webhookId,
    event,
  }: Awaited<ReturnType<typeof oneDelivery>>): Promise<void> => {
    await isFree(id);
    expect(sent).toEqual([]);
    expect(await fixture.stores.deliveries.find(id)).toMatchObject({ attemptCount: 0 });

    await fixture.stores.registry.update(webhookId, { status: 'active' });
    dispatcher.nudge();
    await waitUntil(
      () => sent,
      (bodies) => bodies.length > 0,
      'the delivery after the pause',
    );
    expect(sent).toEqual([event.body]);
  };
  const isConnecting = () =>
    waitUntil(
      () => connecting,
      (count) => count === 1,
      'the attempt',
    );

  test('holds for an attempt whose connection comes after it', async () => {
    letAnswer();
    const delivery = await oneDelivery();
    const { webhookId } = delivery;
    dispatcher.start();
    await isConnecting();
    await fixture.stores.registry.update(webhookId, { status: 'paused' });
    await awaitPaused(fixture.database, webhookId);
    letConnect();
    await isGivenBackUntilResumed(delivery);
  });

  test('that nobody asked for is not made by a slow connection', async () => {
    letAnswer();
    const { id, event } = await oneDelivery();
    dispatcher.start();
    await isConnecting();
    // Longer than what is known of a webhook may be used for.
    await pause(1_000);
    letConnect();
    await isFree(id);
    expect(sent).toEqual([event.body]);
    expect(connecting).toBe(1);
  });

  test('holds for an instance that claimed before it and hears of its claim after it', async () => {
    letConnect();
    const delivery = await oneDelivery();
    const { id, webhookId } = delivery;
    dispatcher.start();
    await waitUntil(
      () => leaseOf(id),
      (owner) => owner === DISPATCHER,
      'the claim',
    );

    await fixture.stores.registry.update(webhookId, { status: 'paused' });
    await awaitPaused(fixture.database, webhookId);
    letAnswer();
    await isGivenBackUntilResumed(delivery);
  });
});
