import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startAppProcess } from '../../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';

const PLAYGROUND = resolve(__dirname, '..', '..', '..', 'playground');
const STRAPI = resolve(
  __dirname,
  '..',
  '..',
  '..',
  'node_modules',
  '@strapi',
  'strapi',
  'bin',
  'strapi.js',
);

let folder: string;
let database: TestDatabase;
let receiver: Receiver;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-commands-'));
  await mkdir(join(folder, 'uploads'));
  database = await installedDatabase();
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const environment = (settings: Record<string, unknown>): Record<string, string> => ({
  ...database.environment,
  STRAPI_TELEMETRY_DISABLED: 'true',
  HOST: '127.0.0.1',
  PORT: '0',
  PUBLIC_DIR: folder,
  DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({ ...FAST_SETTINGS, ...settings }),
});

/** Runs a command of Strapi's, and ends it when its input does. */
const strapiCommand = async (args: readonly string[], input: string): Promise<string> => {
  const child = spawn(process.execPath, [STRAPI, ...args], {
    cwd: PLAYGROUND,
    env: { ...process.env, ...environment({ dispatcher: 'auto' }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
    if (input !== '' && output.includes('>')) child.stdin.end(input);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`strapi ${args.join(' ')} ended with ${String(code)}\n${output}`);
  return output;
};

it.each([
  ['export', ['export', '--no-encrypt', '--no-compress', '--file', 'EXPORT'], ''],
  ['console', ['console'], '.exit\n'],
])('strapi %s delivers nothing of what waits', async (_name, args, input) => {
  const first = await startAppProcess(environment({ dispatcher: 'never' }));
  await first.run(
    `await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
     await strapi.documents('api::tag.tag').create({ data: { name: 'waits' } });`,
    { topics: ['entry.create'], deliveryUrl: receiver.url },
  );
  await first.kill();

  await strapiCommand(
    args.map((arg) => (arg === 'EXPORT' ? join(folder, 'export') : arg)),
    input,
  );
  expect(receiver.requests).toHaveLength(0);

  const second = await startAppProcess(environment({ dispatcher: 'auto' }));
  await receiver.waitFor(2, { timeoutMs: 20_000 });
  await second.kill();
});
