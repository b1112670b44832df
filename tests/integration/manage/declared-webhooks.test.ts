import { startAppProcess } from '../../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import { callersOf } from '../http/doors';

jest.setTimeout(120_000);

type Hook = Record<string, unknown>;

interface World {
  readonly app: BootedPlayground;
  readonly plugin: PluginUnderTest;
}

const HOOK = {
  key: 'search',
  deliveryUrl: 'https://example.com/search',
  topics: ['entry.publish'],
} as const;

let database: TestDatabase;
let world: World | null = null;

beforeEach(async () => {
  database = await installedDatabase();
});
afterEach(async () => {
  await stop();
  await database.drop();
});

const stop = async (): Promise<void> => {
  await world?.app.stop();
  world = null;
};

const settingsWith = (hooks: readonly Hook[]) => ({ dispatcher: 'never', hooks });

/** Starts the app, or starts it again, with these webhooks in its settings. */
const bootWith = async (hooks: readonly Hook[]): Promise<World> => {
  await stop();
  const app = await bootPlayground({ database, settings: settingsWith(hooks) });
  world = { app, plugin: pluginOf(app.strapi) };
  return world;
};

const searchHook = async ({ plugin }: World) => {
  const found = (await plugin.webhooks.list()).find(({ key }) => key === 'search');
  if (found === undefined) throw new Error('the webhook of the settings is not there');
  return found;
};

/** How many pings wait to be sent or were made into deliveries. */
const pings = async ({ app }: World): Promise<number> => {
  const [row] = await app.strapi.db
    .connection('durable_webhooks_events')
    .where({ topic: 'ping' })
    .count({ count: '*' });
  return Number(row?.['count']);
};

it('is made at the start, pinged once, and left alone while the settings stay the same', async () => {
  const first = await bootWith([HOOK]);
  const made = await searchHook(first);
  expect(made).toMatchObject({
    managedBy: 'config',
    name: 'search',
    status: 'active',
    contentTypes: '*',
    deliveryUrl: 'https://example.com/search',
  });
  expect(await pings(first)).toBe(1);
  const { secret } = await first.plugin.webhooks.revealSecret(made.id, 'a test');

  const second = await bootWith([HOOK]);
  expect(await second.plugin.webhooks.list()).toEqual([made]);
  expect(await pings(second)).toBe(1);
  expect((await second.plugin.webhooks.revealSecret(made.id, 'a test')).secret).toBe(secret);
});

it('follows the settings: what they change is changed, what they leave out has its default', async () => {
  const before = await searchHook(
    await bootWith([
      {
        ...HOOK,
        name: 'Search',
        headers: { 'X-Index': 'one', Authorization: 'Bearer one' },
        retrySchedule: [1],
        secret: 'the first secret of search',
      },
    ]),
  );
  const after = await bootWith([
    {
      ...HOOK,
      deliveryUrl: 'https://example.com/other',
      headers: { Authorization: 'Bearer two' },
      secret: 'the second secret of search',
    },
  ]);
  const changed = await searchHook(after);
  expect(changed).toMatchObject({
    id: before.id,
    name: 'search',
    deliveryUrl: 'https://example.com/other',
    retrySchedule: null,
  });
  expect(Object.keys(changed.headers)).toEqual(['Authorization']);
  expect(Date.parse(changed.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
  expect((await after.plugin.webhooks.revealSecret(before.id, 'a test')).secret).toBe(
    'the second secret of search',
  );
});

it('can be paused and resumed over the API, and nothing else', async () => {
  const booted = await bootWith([HOOK]);
  const { id } = await searchHook(booted);
  const callers = callersOf(booted.app.strapi);
  for (const send of [await callers.operator(), await callers.token('full-access')]) {
    for (const [method, path, data] of [
      ['PUT', '', { name: 'Mine' }],
      ['PUT', '', { status: 'paused' }],
      ['DELETE', '', undefined],
      ['POST', '/secret/rotate', {}],
    ] as const) {
      const answer = await send(method, `/webhooks/${id}${path}`, { data });
      expect(answer).toMatchObject({
        status: 409,
        body: { error: { name: 'ConflictError', details: { code: 'webhook_managed' } } },
      });
    }
    const batch = await send('POST', '/webhooks/batch', {
      data: { update: [{ id, name: 'Mine' }], delete: [id] },
    });
    expect(batch.body.data).toMatchObject({
      update: [{ error: { details: { code: 'webhook_managed' } } }],
      delete: [{ error: { details: { code: 'webhook_managed' } } }],
    });
    expect(await searchHook(booted)).toMatchObject({ name: 'search', status: 'active' });

    expect(await send('POST', `/webhooks/${id}/pause`)).toMatchObject({
      status: 200,
      body: { data: { status: 'paused', pausedReason: 'person', managedBy: 'config' } },
    });
    expect(await send('POST', `/webhooks/${id}/resume`)).toMatchObject({
      status: 200,
      body: { data: { status: 'active' } },
    });
  }
});

it('stays paused over a restart, until its status in the settings changes', async () => {
  const first = await bootWith([HOOK]);
  await first.plugin.webhooks.pause((await searchHook(first)).id);
  expect(await searchHook(await bootWith([HOOK]))).toMatchObject({ status: 'paused' });
  expect(await searchHook(await bootWith([{ ...HOOK, name: 'Renamed' }]))).toMatchObject({
    status: 'paused',
    name: 'Renamed',
  });
  await bootWith([{ ...HOOK, status: 'paused' }]);
  expect(await searchHook(await bootWith([HOOK]))).toMatchObject({ status: 'active' });
});

it('is paused and says why when it is removed, keeps what it holds, and comes back with its key', async () => {
  const first = await bootWith([HOOK]);
  const { id } = await searchHook(first);
  await first.plugin.webhooks.ping(id);

  const without = await bootWith([]);
  const removed = await searchHook(without);
  expect(removed).toMatchObject({
    id,
    status: 'paused',
    pausedReason: 'removed_from_config',
    managedBy: 'api',
  });
  const [held] = await without.plugin.deliveries.list({ webhookId: id });
  expect(held).toMatchObject({ topic: 'ping', state: 'held' });
  const edited = await without.plugin.webhooks.update(id, { name: 'Kept' });
  expect(edited.name).toBe('Kept');

  const back = await searchHook(await bootWith([HOOK]));
  expect(back).toMatchObject({
    id,
    status: 'active',
    pausedReason: null,
    managedBy: 'config',
    name: 'search',
  });
});

it('that a person paused before it was removed does not come back active by itself', async () => {
  const first = await bootWith([HOOK]);
  await first.plugin.webhooks.pause((await searchHook(first)).id);
  await bootWith([]);
  expect(await searchHook(await bootWith([HOOK]))).toMatchObject({
    status: 'paused',
    pausedReason: 'person',
  });
});

it('that was removed and deleted is made anew when its key comes back', async () => {
  const { id } = await searchHook(await bootWith([HOOK]));
  const without = await bootWith([]);
  await without.plugin.webhooks.delete(id);
  const anew = await searchHook(await bootWith([HOOK]));
  expect(anew.id).not.toBe(id);
});

it('stops the start when one is wrong, names the key, and changes nothing', async () => {
  const before = await searchHook(await bootWith([{ ...HOOK, name: 'Before' }]));
  for (const [hooks, message] of [
    [[{ key: 'search', topics: ['entry.publish'] }], /hooks\.0\.deliveryUrl: is required/],
    [[{ ...HOOK, secret: 'short' }], /hooks\.0\.secret/],
    [[HOOK, HOOK], /hooks\.1\.key/],
    [[{ ...HOOK, colour: 'red' }], /hooks\.0\.colour/],
  ] as const) {
    await expect(bootWith(hooks)).rejects.toThrow(message);
  }
  // What exists here is known late in a start, and this process could not start another app after that.
  const late = startAppProcess({
    ...database.environment,
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify(
      settingsWith([
        { ...HOOK, topics: ['entry.explode'] },
        { ...HOOK, key: 'b', contentTypes: ['api::no.no'] },
      ]),
    ),
  });
  await expect(late).rejects.toThrow(/hooks\.0\.topics: [^;]*; .*hooks\.1\.contentTypes/);
  expect(await searchHook(await bootWith([{ ...HOOK, name: 'Before' }]))).toEqual(before);
});

it('may name a topic that a plugin registers later', async () => {
  const booted = await bootWith([{ ...HOOK, topics: ['order.paid'] }]);
  booted.plugin.events.registerTopic('order.paid');
  await booted.plugin.events.emit('order.paid', { orderId: 1 });
  const [event] = await booted.app.strapi.db
    .connection('durable_webhooks_events')
    .where({ topic: 'order.paid' });
  expect(JSON.parse(event.body)).toMatchObject({ data: { orderId: 1 } });
});
