import type { WebhookId } from '../../server/src/domain/ids';
import { databaseServers } from '../helpers/databases';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';
import { createInstance, type Instance } from './instance';

describe.each(databaseServers())('a result that comes after its lease on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  let one: Instance;
  let other: Instance;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  beforeEach(async () => {
    const options = { retrySchedule: [] };
    webhookId = await fixture.stores.registry.create(aNewWebhook({ options }));
    one = createInstance(fixture.database, 'one');
    // SQLite waits for a lock by holding up the whole process, which here would hold the lock.
    const { database } = server.client === 'sqlite' ? fixture : fixture.connectAgain();
    other = createInstance(database, 'other');
  });
  afterEach(() => fixture.stores.registry.update(webhookId, { status: 'paused' }));

  const save = (body: string) => fixture.stores.events.insert([anEvent({ body })]);
  const failureCount = async () => (await fixture.stores.registry.find(webhookId))?.failureCount;

  test.each(['failure', 'success'] as const)(
    'is on record as late, and decides nothing: a %s',
    async (outcome) => {
      await save('failed before');
      await one.claim();
      await one.settle('failed before', 'failure');
      expect(await failureCount()).toBe(1);

      await save('late');
      expect(await one.claim()).toEqual(['late']);
      const { deliveryId } = one.resultOf('late', outcome).attempt;
      await fixture
        .knex(fixture.context.tables.deliveries)
        .where({ id: deliveryId })
        .update({ lease_until: 1, due_at: 1 });
      expect(await other.claim()).toEqual(['late']);

      await one.settle('late', outcome);
      expect(await fixture.stores.attempts.list(deliveryId)).toMatchObject([
        { number: 1, outcome: 'interrupted', late: false },
        { number: 1, outcome, late: true },
      ]);
      expect(await failureCount()).toBe(1);
      expect(await fixture.stores.deliveries.find(deliveryId)).toMatchObject({
        state: 'pending',
        leaseOwner: 'other',
        attemptCount: 2,
      });

      await other.settle('late', 'failure');
      expect(await failureCount()).toBe(2);
      const attempts = await fixture.stores.attempts.list(deliveryId);
      expect(attempts.at(-1)).toMatchObject({ number: 2, outcome: 'failure', late: false });
    },
  );
});
