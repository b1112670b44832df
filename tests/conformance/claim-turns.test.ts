import { claim } from '../../server/src/pipeline/claim';
import { createWebhookDirectory } from '../../server/src/pipeline/webhook-directory';
import type { WebhookId } from '../../server/src/domain/ids';
import { resolveSettings } from '../../server/src/config/resolve';
import { realSurroundings } from '../../server/src/services/surroundings';
import { databaseServers } from '../helpers/databases';
import { addDeliveries, aNewWebhook, NOW, openFixture, type Fixture } from './fixture';

const { settings } = resolveSettings({
  serverWebhooks: {},
  plugin: {},
  absoluteUrl: 'http://localhost',
  environment: 'test',
});

describe.each(databaseServers())('a claim on $client', (server) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());

  const claimRoom = (
    webhookId: WebhookId,
    room: { limit: number; scheduled?: boolean; manualFirst?: boolean },
  ) =>
    fixture.database.transaction(async (stores) => {
      const directory = createWebhookDirectory({
        stores: (read) => read(stores, false),
        surroundings: realSurroundings,
      });
      const claimed = await claim(
        stores,
        {
          snapshot: await directory.current(stores),
          nowMs: NOW,
          owner: 'me',
          leaseMs: 60_000,
          rooms: [{ webhookId, scheduled: true, manualFirst: true, ...room }],
        },
        { settings, surroundings: realSurroundings },
      );
      return {
        scheduled: claimed.filter(({ leaseTrigger }) => leaseTrigger === 'scheduled').length,
        manual: claimed.filter(({ leaseTrigger }) => leaseTrigger === 'manual').length,
      };
    });

  const addBoth = async (scheduled: number, wished: number): Promise<WebhookId> => {
    const { registry, deliveries } = fixture.stores;
    const webhookId = await registry.create(aNewWebhook());
    await addDeliveries(fixture.stores, webhookId, scheduled);
    const ids = await addDeliveries(fixture.stores, webhookId, wished, { dueAtMs: NOW + 60_000 });
    await deliveries.requestManualOfAll(ids, NOW);
    return webhookId;
  };

  test('shares the room between the schedule and people', async () => {
    const webhookId = await addBoth(10, 10);
    expect(await claimRoom(webhookId, { limit: 4 })).toEqual({ scheduled: 2, manual: 2 });
    expect(await claimRoom(webhookId, { limit: 5 })).toEqual({ scheduled: 2, manual: 3 });
  });

  test('lets them take turns where there is room for one', async () => {
    const webhookId = await addBoth(3, 3);
    expect(await claimRoom(webhookId, { limit: 1 })).toEqual({ scheduled: 0, manual: 1 });
    expect(await claimRoom(webhookId, { limit: 1, manualFirst: false })).toEqual({
      scheduled: 1,
      manual: 0,
    });
  });

  test('leaves no room empty', async () => {
    const webhookId = await addBoth(1, 5);
    expect(await claimRoom(webhookId, { limit: 4 })).toEqual({ scheduled: 1, manual: 3 });
    expect(await claimRoom(webhookId, { limit: 9 })).toEqual({ scheduled: 0, manual: 2 });
  });

  test('serves people alone where the schedule rests', async () => {
    const webhookId = await addBoth(3, 3);
    expect(await claimRoom(webhookId, { limit: 9, scheduled: false })).toEqual({
      scheduled: 0,
      manual: 3,
    });
  });
});
