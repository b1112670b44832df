import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportResult } from '../../../server/src/contracts/import';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import { startAppProcess, type AppProcess } from '../../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../helpers/receiver';

jest.setTimeout(120_000);

const PROMISED_MS = 1_000;
/** Each test takes over webhooks of its own, whose receivers are told apart by their path. */
const COUNTS = { swift: 3, busy: 2, queued: 2, late: 1, slow: 1 } as const;
type Group = keyof typeof COUNTS;

let folder: string;
let database: TestDatabase;
let receiver: Receiver;
let one: AppProcess;
let two: AppProcess;
let coreIds: Record<Group, string[]>;

const EVENTS: Record<Group, string[]> = {
  swift: ['entry.create', 'entry.explode'],
  busy: ['entry.create'],
  queued: ['entry.create'],
  late: ['entry.update'],
  slow: ['entry.delete'],
};

const start = (): Promise<AppProcess> =>
  startAppProcess({
    ...database.environment,
    PUBLIC_DIR: folder,
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({ ...FAST_SETTINGS, dispatcher: 'auto' }),
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-import-'));
  await mkdir(join(folder, 'uploads'));
  database = await installedDatabase();
  receiver = await startReceiver();
  one = await start();
  // As core's own controller does it, but for the event that no Strapi has any more.
  coreIds = await one.run<Record<Group, string[]>>(
    `const made = {};
     for (const [group, count] of Object.entries(argument.counts)) {
       made[group] = [];
       for (let index = 0; index < count; index += 1) {
         const { id } = await strapi.db.query('strapi::webhook').create({
           data: {
             name: group + ' ' + index,
             url: argument.url + '/' + group + '/' + index,
             headers: { Authorization: 'Bearer core', 'X-Strapi-Event': 'mine', 'X-Open': 'open' },
             events: argument.events[group],
             enabled: true,
           },
         });
         strapi.get('webhookRunner').add(await strapi.get('webhookStore').findWebhook(id));
         made[group].push(String(id));
       }
     }
     return made;`,
    { url: receiver.url, counts: COUNTS, events: EVENTS },
  );
  // Each instance reads core's webhooks when it starts, and never again.
  two = await start();
});
afterAll(async () => {
  await one.kill();
  await two.kill();
  await receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  receiver.answer({ status: 200 });
});

const importAt = (app: AppProcess, input: object): Promise<ImportResult & { doneAtMs: number }> =>
  app.run(
    `const result = await strapi.plugin('durable-webhooks').service('core-import').run(argument);
     return { ...result, doneAtMs: Date.now() };`,
    input,
  );

/** When the instance stopped calling receivers for one of core's webhooks. */
const silentSince = (app: AppProcess, coreId: string): Promise<number> =>
  app.run(
    `const isOn = () => [...strapi.get('webhookRunner').webhooksMap.values()]
       .some((webhooks) => webhooks.some(({ id, isEnabled }) => String(id) === argument && isEnabled));
     for (let tries = 0; isOn(); tries += 1) {
       if (tries > 2000) throw new Error('it is still on');
       await new Promise((resolve) => setTimeout(resolve, 5));
     }
     return Date.now();`,
    coreId,
  );

const whenFannedOut = (app: AppProcess): Promise<unknown> =>
  app.run(
    `const waiting = async () =>
       (await strapi.db.connection('durable_webhooks_events').where({ fanned_out: 0 })).length;
     for (let tries = 0; (await waiting()) > 0; tries += 1) {
       if (tries > 2000) throw new Error('events still wait');
       await new Promise((resolve) => setTimeout(resolve, 5));
     }`,
  );

const createTag = (app: AppProcess, name: string): Promise<unknown> =>
  app.run(`await strapi.documents('api::tag.tag').create({ data: { name: argument } });`, name);

const isOurs = ({ headers }: ReceivedRequest): boolean => 'x-wc-webhook-id' in headers;
const nameIn = ({ json }: ReceivedRequest): unknown =>
  (json as { entry?: { name?: unknown } } | undefined)?.entry?.name;
const requestsOf = (group: Group, name: string): ReceivedRequest[] =>
  receiver.requests.filter(
    (request) => request.path.startsWith(`/${group}/`) && nameIn(request) === name,
  );
/** Asked after each of many requests, so it goes through them once. */
const haveArrived = (group: Group, names: readonly string[]): boolean => {
  const counts = new Map<unknown, number>();
  for (const request of receiver.requests) {
    if (!request.path.startsWith(`/${group}/`)) continue;
    const name = nameIn(request);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return names.every((name) => (counts.get(name) ?? 0) >= COUNTS[group]);
};
const whenArrived = (group: Group, names: readonly string[]): Promise<unknown> =>
  receiver.waitFor(() => haveArrived(group, names), { timeoutMs: 40_000 });
const expectOnceEach = (group: Group, name: string): void => {
  const paths = coreIds[group].map((_id, index) => `/${group}/${index}`);
  expect(
    requestsOf(group, name)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(paths);
};

it('first says what would happen, and changes nothing', async () => {
  const { webhooks } = await importAt(one, { ids: coreIds.swift });
  expect(webhooks.map(({ coreId, outcome, webhookId }) => [coreId, outcome, webhookId])).toEqual(
    coreIds.swift.map((id) => [id, 'would_import', null]),
  );
  expect(webhooks[0]?.notes).toEqual([
    expect.stringContaining('entry.explode'),
    expect.stringContaining('X-Strapi-Event'),
  ]);
  expect(JSON.stringify(webhooks)).not.toContain('Bearer core');
  await createTag(one, 'still of core');
  await whenArrived('swift', ['still of core']);
  expect(requestsOf('swift', 'still of core').some(isOurs)).toBe(false);
});

it('takes over in every running instance within a second', async () => {
  const delays: number[] = [];
  for (const coreId of coreIds.swift) {
    const { webhooks, doneAtMs } = await importAt(one, { dryRun: false, ids: [coreId] });
    expect(webhooks).toMatchObject([{ coreId, outcome: 'imported' }]);
    delays.push((await silentSince(two, coreId)) - doneAtMs);
    expect(await silentSince(one, coreId)).toBeLessThan(doneAtMs + PROMISED_MS);
  }
  // A busy machine may stop a process for a moment; it does not do so every time.
  expect(Math.min(...delays)).toBeLessThan(PROMISED_MS);

  const again = await importAt(two, { dryRun: false, ids: coreIds.swift });
  expect(again.webhooks.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped']);

  for (const [name, app] of [
    ['after, here', one],
    ['after, there', two],
  ] as const) {
    await createTag(app, name);
    await whenArrived('swift', [name]);
  }
  // What core would send beside ours it sends before that of the next save.
  await createTag(one, 'last');
  await createTag(two, 'last');
  await receiver.waitFor(() => requestsOf('busy', 'last').length >= 2 * COUNTS.busy, {
    timeoutMs: 40_000,
  });
  for (const name of ['after, here', 'after, there']) {
    expectOnceEach('swift', name);
    for (const request of requestsOf('swift', name)) {
      expect(isOurs(request)).toBe(true);
      expect(request.headers).toMatchObject({
        authorization: 'Bearer core',
        'x-open': 'open',
        'x-strapi-event': 'entry.create',
      });
    }
  }
  const ours = await one.run<WebhookView[]>(
    `return strapi.plugin('durable-webhooks').service('webhooks').list();`,
  );
  expect(ours.map(({ topics }) => topics)).toEqual(coreIds.swift.map(() => ['entry.create']));
  expect(ours[0]?.headers).toMatchObject({ 'X-Open': 'open' });
  expect(JSON.stringify(ours)).not.toContain('Bearer core');
  // Nobody is pinged: the receivers know what they get.
  expect(receiver.requests.some(({ headers }) => headers['x-strapi-event'] === 'ping')).toBe(false);
});

it('loses no event of a save that was under way', async () => {
  const SAVES = `
    const names = [];
    while (names.length < 60) {
      const name = argument + ' ' + names.length;
      await strapi.documents('api::tag.tag').create({ data: { name } });
      names.push(name);
      // Core sends so little at a time that more than this would wait there for long.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return names;`;
  const saving = [one.run<string[]>(SAVES, 'one'), two.run<string[]>(SAVES, 'two')];
  await receiver.waitFor(() => requestsOf('busy', 'two 1').length > 0, { timeoutMs: 40_000 });
  await importAt(one, { dryRun: false, ids: coreIds.busy });
  const names = (await Promise.all(saving)).flat();
  await whenArrived('busy', names);
  for (const name of names) {
    expect(new Set(requestsOf('busy', name).map(({ path }) => path)).size).toBe(COUNTS.busy);
  }
});

it('leaves to core what core announced before: it waits in memory, and nobody else knows of it', async () => {
  receiver.answer({ status: 200, delayMs: 150 });
  const names = Array.from({ length: 20 }, (_value, index) => `queued ${index}`);
  // Core has five of them on the wire at a time.
  await one.run(
    `for (const name of argument) await strapi.documents('api::tag.tag').create({ data: { name } });`,
    names,
  );
  // What waits for its deliveries goes to a webhook that is made meanwhile, too.
  await whenFannedOut(one);
  await importAt(one, { dryRun: false, ids: coreIds.queued });
  await whenArrived('queued', names);
  for (const name of names) expectOnceEach('queued', name);
});

it('leaves to core what is given to the other webhooks before and announced after', async () => {
  // On SQLite, a transaction that reads first fails when another process writes meanwhile.
  await two.kill();
  await one.run(`await strapi.plugin('durable-webhooks').service('webhooks').create(argument);`, {
    topics: ['entry.update'],
    deliveryUrl: `${receiver.url}/other`,
  });
  await one.run(
    `const { documentId } = await strapi.documents('api::tag.tag').create({ data: { name: 'late' } });
     // After the commit, Strapi reads the entry once more before it announces it.
     const held = new Promise((resolve) => { strapi.letAnnounce = resolve; });
     strapi.db.lifecycles.subscribe({
       models: ['api::tag.tag'],
       beforeFindOne: () => (strapi.db.inTransaction() ? undefined : held),
     });
     await strapi.documents('api::tag.tag').update({ documentId, data: { name: 'saved before' } });`,
  );
  await whenFannedOut(one);
  await importAt(one, { dryRun: false, ids: coreIds.late });
  for (const id of coreIds.late) await silentSince(one, id);
  expect(requestsOf('late', 'saved before')).toEqual([]);
  await one.run('strapi.letAnnounce();');
  await whenArrived('late', ['saved before']);
  expectOnceEach('late', 'saved before');
});

it('takes over a save that began before and ends after', async () => {
  const name = await one.run<string>(
    `const tags = strapi.documents('api::tag.tag');
     const { documentId } = await tags.create({ data: { name: 'deleted slowly' } });
     const deletion = strapi.db.transaction(async () => {
       await tags.delete({ documentId });
       await new Promise((resolve) => setTimeout(resolve, 1_500));
     });
     await new Promise((resolve) => setTimeout(resolve, 100));
     await strapi.plugin('durable-webhooks').service('core-import').run(argument);
     await deletion;
     return 'deleted slowly';`,
    { dryRun: false, ids: coreIds.slow },
  );
  await whenArrived('slow', [name]);
  expectOnceEach('slow', name);
});
