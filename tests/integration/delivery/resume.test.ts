import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

const HELD = 40;

let app: BootedPlayground;
let plugin: PluginUnderTest;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  app = await bootPlayground({ settings: FAST_SETTINGS });
  plugin = pluginOf(app.strapi);
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

/** A webhook that was paused while entries were saved, and then may go on. @returns what it is told, in the order it came */
const resumeAfterPause = async (concurrency: number): Promise<number[]> => {
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
  const before = receiver.requests.length;
  await plugin.webhooks.resume(webhook.id, 'deliver');
  const requests = await receiver.waitFor((all) => held(all.slice(before)).length === HELD, {
    timeoutMs: 60_000,
  });
  await plugin.webhooks.delete(webhook.id);
  return held(requests.slice(before)).map(({ headers }) => Number(headers['x-webhook-sequence']));
};

const held = (requests: Receiver['requests']): Receiver['requests'] =>
  requests.filter(({ headers }) => headers['x-strapi-event'] === 'entry.create');

const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

describe('what was held', () => {
  it('is delivered in the order it happened', async () => {
    receiver.answer({});
    const sequences = await resumeAfterPause(1);
    expect(new Set(sequences).size).toBe(HELD);
    expect(sequences).toEqual(ascending(sequences));
  });

  it('comes no more at once than anything else', async () => {
    let most = 0;
    receiver.answer(() => {
      most = Math.max(most, receiver.openConnectionCount);
      return { delayMs: 20 };
    });
    receiver.dropConnections();
    expect(await resumeAfterPause(3)).toHaveLength(HELD);
    expect(most).toBe(3);
  });
});
