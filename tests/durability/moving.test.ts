import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TABLE_NAMES } from '../../server/src/adapters/database/tables';
import { startAppProcess, type AppProcess } from '../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../helpers/database-under-test';
import { FAST_SETTINGS } from '../helpers/plugin';
import { startReceiver, type Receiver } from '../helpers/receiver';
import { STRAPI } from '../helpers/strapi-command';
import { waitUntil } from '../helpers/wait-until';

/** Six starts of Strapi, on a machine that does much else. */
jest.setTimeout(480_000);

const PLAYGROUND = resolve(__dirname, '..', '..', 'playground');

const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const CREATE_TAG = `return (await strapi.documents('api::tag.tag').create({ data: { name: argument } })).documentId;`;
const TAG_NAMES = `
  const tags = await strapi.documents('api::tag.tag').findMany({ sort: 'name' });
  return tags.map(({ name }) => name);`;
const UPLOAD = `
  await strapi.plugin('upload').service('upload').upload({
    data: {},
    files: { filepath: argument, originalFilename: 'note.txt', mimetype: 'text/plain', size: 5 },
  });`;
const FILE_NAMES = `return (await strapi.db.query('plugin::upload.file').findMany()).map(({ name }) => name);`;
const OPEN_COUNT = `
  const all = await strapi.plugin('durable-webhooks').service('deliveries').list({ limit: 500 });
  return all.filter(({ state }) => state === 'pending').length;`;
const TRANSFER_TOKEN = `
  const token = await strapi.service('admin::transfer').token.create({
    name: 'move', description: '', lifespan: null, permissions: ['push'],
  });
  return token.accessKey;`;

/** One of the two apps: a database, a folder for uploads, and whoever receives from it. */
interface Site {
  readonly database: TestDatabase;
  readonly receiver: Receiver;
  readonly environment: Record<string, string>;
}

const tagOf = (json: unknown): string | undefined =>
  (json as { entry?: { name: string } }).entry?.name;

let folder: string;
let source: Site;
let destination: Site;
/** What the destination has and has sent before a move. */
let rowsBefore: Record<string, readonly string[]>;
let requestsBefore: number;
const running: AppProcess[] = [];

const openSite = async (name: string): Promise<Site> => {
  const database = await installedDatabase();
  const publicDir = join(folder, name);
  await mkdir(join(publicDir, 'uploads'), { recursive: true });
  return {
    database,
    receiver: await startReceiver(),
    environment: {
      ...database.environment,
      PUBLIC_DIR: publicDir,
      DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
        ...FAST_SETTINGS,
        dispatcher: 'auto',
        retry: { schedule: Array<number>(50).fill(1), jitter: 0 },
        maxConsecutiveFailures: 1_000_000,
      }),
    },
  };
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-moving-'));
  source = await openSite('source');
  destination = await openSite('destination');
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.kill();
  for (const site of [source, destination]) {
    await site.receiver.close();
    await site.database.drop();
  }
  await rm(folder, { recursive: true, force: true });
});

const start = async (site: Site): Promise<AppProcess> => {
  const app = await startAppProcess(site.environment);
  running.push(app);
  return app;
};

/** Runs a command of Strapi's as a person at a terminal does. */
const strapiCommand = async (site: Site, args: readonly string[]): Promise<void> => {
  const child = spawn(process.execPath, [STRAPI, ...args], {
    cwd: PLAYGROUND,
    env: {
      ...process.env,
      ...site.environment,
      NODE_ENV: 'test',
      STRAPI_TELEMETRY_DISABLED: 'true',
      HOST: '127.0.0.1',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`strapi ${args[0]} ended with ${String(code)}\n${output}`);
};

/** Every row of the plugin's tables. */
const rowsOf = async ({ database }: Site): Promise<Record<string, readonly string[]>> => {
  const knex = database.connect();
  const tables: Record<string, readonly string[]> = {};
  for (const table of Object.values(TABLE_NAMES)) {
    const rows = await knex<Record<string, unknown>>(table).select();
    tables[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  await knex.destroy();
  return tables;
};

const allIsDelivered = async (app: AppProcess): Promise<void> => {
  await waitUntil(
    () => app.run<number>(OPEN_COUNT),
    (count) => count === 0,
    'every delivery to be over',
    30_000,
  );
};

const remember = async (): Promise<void> => {
  rowsBefore = await rowsOf(destination);
  requestsBefore = destination.receiver.requests.length;
};

/** An app with content and with two webhooks: one that was delivered to, one that holds deliveries. */
const settle = async (site: Site, name: string): Promise<AppProcess> => {
  const app = await start(site);
  const webhook = { deliveryUrl: site.receiver.url, topics: ['*'] };
  await app.run(CREATE_WEBHOOK, { ...webhook, name: `active at the ${name}` });
  await app.run(CREATE_WEBHOOK, { ...webhook, name: `paused at the ${name}`, status: 'paused' });
  await app.run(CREATE_TAG, `of the ${name}`);
  await writeFile(join(folder, 'note.txt'), 'hello');
  await app.run(UPLOAD, join(folder, 'note.txt'));
  // The ping, the tag and the file.
  await site.receiver.waitFor(3, { timeoutMs: 30_000 });
  await allIsDelivered(app);
  return app;
};

/** Saves a tag that the receiver refuses and ends the app: whoever delivers next has something to deliver. */
const owe = async ({ database, receiver }: Site, app: AppProcess, name: string): Promise<void> => {
  receiver.answer({ status: 500 });
  await app.run(CREATE_TAG, name);
  await receiver.waitFor((requests) => requests.some(({ json }) => tagOf(json) === name), {
    timeoutMs: 30_000,
  });
  await app.terminate();
  receiver.answer({});
  const knex = database.connect();
  const dueCount = async (): Promise<number> => {
    const attempted = knex(TABLE_NAMES.deliveries).where('attempt_count', '>', 0);
    return (await attempted.andWhere('due_at', '<=', Date.now()).select('id')).length;
  };
  await waitUntil(dueCount, (count) => count === 1, 'the retry to be due');
  await knex.destroy();
};

/** By way of a file, between apps that do not run. */
const moveByFile = async (): Promise<AppProcess> => {
  const archive = join(folder, 'archive');
  const args = ['--no-encrypt', '--no-compress', '--file', archive];
  await strapiCommand(source, ['export', ...args]);
  const exported = await readFile(`${archive}.tar`, 'utf8');
  expect(exported).toContain('of the source');
  expect(exported).not.toContain(source.receiver.url);
  expect(exported).not.toMatch(/(active|paused) at the source|durable_webhooks_/);
  await strapiCommand(destination, ['import', '--force', '--file', `${archive}.tar`]);
  expect(await rowsOf(destination)).toEqual(rowsBefore);
  expect(destination.receiver.requests).toHaveLength(requestsBefore);
  return start(destination);
};

/** Straight into an app that runs. */
const moveByTransfer = async (app: AppProcess): Promise<void> => {
  const token = await app.run<string>(TRANSFER_TOKEN);
  const to = ['--to', `${app.baseUrl}/admin`, '--to-token', token];
  const before = await app.run<string[]>(TAG_NAMES);
  await strapiCommand(source, ['transfer', '--force', ...to]);
  // The command ends a moment before the destination commits what it was given.
  await waitUntil(
    () => app.run<string[]>(TAG_NAMES),
    (names) => names.length < before.length,
    'the content of the source in the place of the own',
    30_000,
  );
  expect(await rowsOf(destination)).toEqual(rowsBefore);
};

/** What the destination owed before a move it delivers after it, once. */
const expectOwedOnce = async (app: AppProcess, owed: string): Promise<void> => {
  const { receiver } = destination;
  await receiver.waitFor(requestsBefore + 1, { timeoutMs: 30_000 });
  await allIsDelivered(app);
  expect(receiver.requests.slice(requestsBefore).map(({ json }) => tagOf(json))).toEqual([owed]);
  requestsBefore += 1;
};

/** The content is there, and was announced to nobody; the next change is, by the destination's own webhook. */
const expectOwnWebhooks = async (app: AppProcess, nextTag: string): Promise<void> => {
  expect(await app.run(TAG_NAMES)).toEqual(['of the source', 'owed by the source']);
  expect(await app.run(FILE_NAMES)).toEqual(['note.txt']);
  const { receiver } = destination;
  await app.run(CREATE_TAG, nextTag);
  await receiver.waitFor(requestsBefore + 1, { timeoutMs: 30_000 });
  expect(receiver.requests.slice(requestsBefore)).toMatchObject([
    { json: { event: 'entry.create', entry: { name: nextTag } } },
  ]);
};

it('export, import and transfer leave webhooks, secrets and deliveries where they are, and send nothing', async () => {
  await owe(source, await settle(source, 'source'), 'owed by the source');
  await owe(destination, await settle(destination, 'destination'), 'owed by the destination');
  const sourceRows = await rowsOf(source);
  const sourceRequests = source.receiver.requests.length;
  await remember();

  const app = await moveByFile();
  await expectOwedOnce(app, 'owed by the destination');
  await expectOwnWebhooks(app, 'after the import');

  await allIsDelivered(app);
  await remember();
  await moveByTransfer(app);
  await expectOwnWebhooks(app, 'after the transfer');

  expect(await rowsOf(source)).toEqual(sourceRows);
  expect(source.receiver.requests).toHaveLength(sourceRequests);
});
