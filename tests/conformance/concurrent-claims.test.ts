import type { DeliveryId, WebhookId } from '../../server/src/domain/ids';
import { databaseServers } from '../helpers/databases';
import { notHere } from '../helpers/not-here';
import { addDeliveries, aNewWebhook, NOW, openFixture, type Fixture } from './fixture';

const servers = databaseServers().filter(({ client }) => client !== 'sqlite');

// SQLite has one writer at a time, so there claims cannot meet; Jest wants a suite all the same.
describe.each(servers.length > 0 ? servers : [null])('claims that meet on %#', (server) => {
  if (server === null) {
    notHere('claims that meet need PostgreSQL, MySQL or MariaDB');
    return;
  }
  let fixture: Fixture;
  let webhookId: WebhookId;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  beforeEach(async () => {
    webhookId = await fixture.stores.registry.create(aNewWebhook());
  });
  afterEach(() => fixture.knex(fixture.context.tables.deliveries).delete());

  const quotas = (limit: number) => [{ webhookId, limit }];

  test('get different deliveries while both are open', async () => {
    const ids = await addDeliveries(fixture.stores, webhookId, 6);
    const [first, second] = [await fixture.knex.transaction(), await fixture.knex.transaction()];
    const one = await fixture.storesIn(first).deliveries.lockDue(quotas(3), NOW);
    const other = await fixture.storesIn(second).deliveries.lockDue(quotas(3), NOW);
    await Promise.all([first.commit(), second.commit()]);
    expect(one.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(other.map(({ id }) => id)).toEqual(ids.slice(3));
  });

  test('are not stopped by a save that holds the webhook', async () => {
    await addDeliveries(fixture.stores, webhookId, 2);
    const settling = await fixture.knex.transaction();
    await fixture.storesIn(settling).webhooks.lockHealth([webhookId]);
    const found = await fixture.database.transaction(({ deliveries }) =>
      deliveries.lockDue(quotas(5), NOW),
    );
    await settling.commit();
    expect(found).toHaveLength(2);
  });

  test('of people get different deliveries too', async () => {
    const ids = await addDeliveries(fixture.stores, webhookId, 4);
    for (const id of ids) await fixture.stores.deliveries.requestManual(id, NOW);
    const [first, second] = [await fixture.knex.transaction(), await fixture.knex.transaction()];
    const one = await fixture.storesIn(first).deliveries.lockManual(quotas(2), NOW);
    const other = await fixture.storesIn(second).deliveries.lockManual(quotas(2), NOW);
    await Promise.all([first.commit(), second.commit()]);
    const taken = [...one, ...other].map(({ id }) => id);
    expect(taken.sort()).toEqual([...ids].sort());
  });

  test.each(['skip-locked', 'wait'] as const)(
    'share a backlog between instances without a double (%s)',
    async (mode) => {
      const ids = await addDeliveries(fixture.stores, webhookId, 300);
      const dialect = { ...fixture.context.dialect, lockMode: () => Promise.resolve(mode) };
      const taken: DeliveryId[] = [];
      const drain = async (owner: string): Promise<void> => {
        const instance = fixture.instanceWith(dialect);
        for (let empty = 0; empty < 3;) {
          const claimed = await instance.transaction(async ({ deliveries }) => {
            const found = (await deliveries.lockDue(quotas(20), NOW)).map(({ id }) => id);
            await deliveries.lease(found, { owner, untilMs: NOW + 60_000, trigger: 'scheduled' });
            return found;
          });
          empty = claimed.length === 0 ? empty + 1 : 0;
          taken.push(...claimed);
        }
      };
      await Promise.all(['a', 'b', 'c', 'd'].map(drain));
      expect(taken).toHaveLength(300);
      expect([...taken].sort()).toEqual([...ids].sort());
    },
  );
});
