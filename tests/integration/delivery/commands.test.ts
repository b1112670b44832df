import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startAppProcess } from '../../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { startReceiver, type Receiver } from '../../helpers/receiver';
import { STRAPI } from '../../helpers/strapi-command';

// Three processes start a Strapi, one after the other.
jest.setTimeout(300_000);

const PLAYGROUND = resolve(__dirname, '..', '..', '..', 'playground');

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

/** What is typed as soon as the output shows something. */
type Input = readonly (readonly [seen: string, typed: string])[];

/** Runs a command of Strapi's, until it ends. */
const strapiCommand = async (args: readonly string[], input: Input): Promise<string> => {
  const waiting = [...input];
  const child = spawn(process.execPath, [STRAPI, ...args], {
    cwd: PLAYGROUND,
    env: { ...process.env, ...environment({ dispatcher: 'auto' }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
    const [next] = waiting;
    if (next === undefined || !output.includes(next[0])) return;
    waiting.shift();
    child.stdin.write(next[1]);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`strapi ${args.join(' ')} ended with ${String(code)}\n${output}`);
  return output;
};

/**
 * Stays in the console for the length of many polls, with time and turns for a dispatcher: nothing tells
 * that none was started but that nothing comes, and that takes time.
 */
const MANY_POLLS = `(async () => {
  for (let poll = 0; poll < 20; poll += 1) {
    await new Promise((done) => setTimeout(done, ${FAST_SETTINGS.pollIntervalMs}));
    await strapi.db.connection('durable_webhooks_events').count();
  }
  console.log(['polls', 'over'].join(' are '));
})();
`;

it.each<[string, string[], Input]>([
  ['export', ['export', '--no-encrypt', '--no-compress', '--file', 'EXPORT'], []],
  [
    'console',
    ['console'],
    [
      ['> ', MANY_POLLS.replaceAll('\n', ' ').concat('\n')],
      ['polls are over', '.exit\n'],
    ],
  ],
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
