import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteEnvironment } from '../helpers/app-process';
import { copyPlayground } from '../helpers/playground-copy';

const START = `
  const { createStrapi } = require('@strapi/strapi');
  createStrapi({ appDir: process.argv[1], distDir: process.argv[1], serveAdminPanel: false })
    .load()
    .then(() => process.exit(0), ({ message }) => { process.stderr.write(message); process.exit(1); });
`;

let folder: string;
let app: string;

/** Loads the playground beside a plugin as it is after a clone: without `dist`. */
const load = async (environment: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ['-e', START, app], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      STRAPI_TELEMETRY_DISABLED: 'true',
      LOG_LEVEL: 'error',
      ...sqliteEnvironment(folder),
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code]: (number | null)[] = await once(child, 'close');
  return { code, output };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-unbuilt-'));
  app = await copyPlayground(folder, { built: false });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the playground without a built plugin', () => {
  it('does not start, and says what to do', async () => {
    const { code, output } = await load({});
    expect(output).toContain('The plugin durable-webhooks did not load. Build it first');
    expect(code).toBe(1);
  });

  it('starts when the plugin is turned off, as the benchmark does', async () => {
    expect((await load({ DURABLE_WEBHOOKS_ENABLED: 'false' })).code).toBe(0);
  });
});
