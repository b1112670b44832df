import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import { waitUntil } from '../../helpers/wait-until';

const HELD = 40;

let app: BootedPlayground;
let plugin: PluginUnderTest;
let receiver: Receiver;

beforeAll(async () => {
  app = await bootPlayground({ settings: FAST_SETTINGS });
  plugin = pluginOf(app.strapi);
});
afterAll(() => app.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** A webhook that was paused while entries were saved. @returns its id */
const holdSome = async (concurrency: number): Promise<number> => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    status: 'paused',
    concurrency,
  });
  for (let index = 0; index < HELD; index += 1) {
    await app.strapi.documents('api::tag.tag').create({ data: { name: `tag ${index}` } });
  }
  await plugin.deliveriesWhen(
    webhook.id,
    (all) => all.filter(({ state }) => state === 'held').length === HELD,
  );
  return webhook.id;
};

/** It may go on until all of it has come. @returns what it is told, in the order it came */
const deliverAll = async (webhookId: number): Promise<number[]> => {
  await plugin.webhooks.resume(webhookId, 'deliver');
  await receiver.waitFor(() => new Set(sequences()).size === HELD, { timeoutMs: 60_000 });
  await plugin.webhooks.delete(webhookId);
  return sequences();
};

/** The numbers of the entries that arrived. */
const sequences = (): number[] =>
  receiver.requests
    .filter(({ headers }) => headers['x-strapi-event'] === 'entry.create')
    .map(({ headers }) => Number(headers['x-webhook-sequence']));

const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

const leaseCount = async (): Promise<number> => {
  const leased = await app.strapi.db
    .connection('durable_webhooks_deliveries')
    .whereNotNull('lease_owner')
    .select('id');
  return leased.length;
};

describe('what was held', () => {
  it('is delivered in the order it happened', async () => {
    const arrived = await deliverAll(await holdSome(1));
    expect(arrived).toHaveLength(HELD);
    expect(arrived).toEqual(ascending(arrived));
  });

  it('comes no more at once than anything else', async () => {
    let most = 0;
    receiver.answer(() => {
      most = Math.max(most, receiver.openConnectionCount);
      return { delayMs: 20 };
    });
    expect(await deliverAll(await holdSome(3))).toHaveLength(HELD);
    expect(most).toBe(3);
  });

  it('stops when it is paused in the middle: within two seconds nothing starts any more, and no lease is left', async () => {
    receiver.answer({ delayMs: 100 });
    const id = await holdSome(2);
    await plugin.webhooks.resume(id, 'deliver');
    await receiver.waitFor(() => sequences().length > 5, { timeoutMs: 20_000 });
    const askedAtMs = performance.now();
    await plugin.webhooks.pause(id);
    expect(performance.now() - askedAtMs).toBeLessThan(2_000);
    const before = sequences().length;
    await waitUntil(leaseCount, (count) => count === 0, 'the end of every lease');
    expect(sequences()).toHaveLength(before);
    expect(before).toBeLessThan(HELD);
    expect(await deliverAll(id)).toHaveLength(HELD);
  });
});
