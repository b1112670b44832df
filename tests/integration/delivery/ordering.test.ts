import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

const TAG = 'api::tag.tag';

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
afterEach(async () => {
  for (const { id } of await plugin.webhooks.list()) await plugin.webhooks.delete(id);
  await receiver.close();
});

const webhookFor = async (
  over: Partial<Parameters<PluginUnderTest['webhooks']['create']>[0]> = {},
): Promise<number> => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create', 'entry.update'],
    deliveryUrl: receiver.url,
    ordering: 'document',
    ...over,
  });
  return webhook.id;
};

const nameIn = ({ json }: ReceivedRequest): string =>
  (json as { entry?: { name?: string } }).entry?.name ?? '';
const names = (): string[] => receiver.requests.map(nameIn).filter((name) => name !== '');

/** Creates a document and renames it, so that it has so many events. */
const saves = async (name: string, times: number): Promise<void> => {
  const { documentId } = await app.strapi
    .documents(TAG)
    .create({ data: { name: `${name}1` }, status: 'published' });
  for (let time = 2; time <= times; time += 1) {
    const data: Record<string, unknown> = { name: `${name}${time}` };
    await app.strapi.documents(TAG).update({ documentId, data });
  }
};

it('sends the news of a document one after the other, through retries, while other documents go on', async () => {
  let refusals = 2;
  receiver.answer((request) => {
    if (nameIn(request) !== 'a1' || refusals === 0) return { delayMs: 30 };
    refusals -= 1;
    return { status: 500 };
  });
  await webhookFor({ topics: ['entry.create', 'entry.update'], retrySchedule: [0.3, 0.3] });
  await saves('a', 3);
  await saves('b', 1);
  await receiver.waitFor(() => names().includes('a3'), { timeoutMs: 20_000 });
  expect(names().filter((name) => name.startsWith('a'))).toEqual(['a1', 'a1', 'a1', 'a2', 'a3']);
  expect(names().indexOf('b1')).toBeLessThan(names().indexOf('a2'));
});

it('says of a delivery that it waits, and goes on after the earlier one has failed for good', async () => {
  receiver.answer((request) => ({ status: nameIn(request) === 'a1' ? 500 : 200 }));
  const webhookId = await webhookFor({ retrySchedule: [60] });
  await saves('a', 2);
  const [first, second] = await plugin.deliveriesWhen(
    webhookId,
    (all) => all.length === 2 && all[0]?.lastStatusCode === 500,
  );
  expect(second).toMatchObject({
    state: 'pending',
    waitsForEarlier: true,
    nextAttemptAt: null,
    attemptCount: 0,
  });
  expect(first).toMatchObject({ waitsForEarlier: false });

  await plugin.deliveries.redeliver(second?.id ?? '');
  await plugin.deliveries.redeliver(first?.id ?? '');
  await plugin.deliveryWhen(first?.id ?? '', ({ attempts }) => attempts.length === 2);
  expect(names()).toEqual(['a1', 'a1']);

  receiver.answer({ status: 200 });
  await plugin.deliveries.redeliver(first?.id ?? '');
  await plugin.deliveryWhen(second?.id ?? '', ({ state }) => state === 'succeeded');
  // The wish and the schedule of the second may both have been waiting.
  expect(names().slice(0, 4)).toEqual(['a1', 'a1', 'a1', 'a2']);
});

it('brings what is open into order when the option is turned on, and lets it go when it is turned off', async () => {
  const webhookId = await webhookFor({ ordering: 'none', status: 'paused', retrySchedule: [60] });
  await saves('a', 3);
  await plugin.deliveriesWhen(webhookId, (all) => all.length === 3);
  const view = await plugin.webhooks.update(webhookId, { ordering: 'document' });
  expect(view.ordering).toBe('document');

  receiver.answer((request) => ({ status: nameIn(request) === 'a1' ? 500 : 200 }));
  await plugin.webhooks.resume(webhookId, 'deliver');
  await plugin.deliveriesWhen(webhookId, (all) => all[0]?.lastStatusCode === 500);
  expect(names()).toEqual(['a1']);

  await plugin.webhooks.update(webhookId, { ordering: 'none' });
  await receiver.waitFor(() => names().length === 3);
  expect(names().slice(1).sort()).toEqual(['a2', 'a3']);
});

it('refuses what is no ordering', async () => {
  await expect(
    plugin.webhooks.create({
      topics: ['entry.create'],
      deliveryUrl: receiver.url,
      ordering: JSON.parse('"strict"'),
    }),
  ).rejects.toMatchObject({
    code: 'webhook_invalid',
    faults: [{ path: ['ordering'] }],
  });
});
