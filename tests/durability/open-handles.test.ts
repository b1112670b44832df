import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startAppProcess } from '../helpers/app-process';
import { installedDatabase } from '../helpers/database-under-test';
import { FAST_SETTINGS } from '../helpers/plugin';
import { startReceiver } from '../helpers/receiver';
import { waitUntil } from '../helpers/wait-until';

jest.setTimeout(240_000);

const WATCH = resolve(__dirname, '..', 'fixtures', 'durability', 'plugin-handles.cjs');
const PATIENCE_MS = 30_000;

const CREATE_WEBHOOK = `
  await strapi.plugin('durable-webhooks').service('webhooks').create(argument);`;
const CREATE_TAG = `await strapi.documents('api::tag.tag').create({ data: { name: argument } });`;
const OPEN_HANDLES = `return globalThis.openPluginHandles();`;
/** As Strapi ends an app before it starts it again in develop mode. What was closed is gone some turns of the loop later. */
const DESTROY = `
  await strapi.destroy();
  for (let turn = 0; turn < argument && globalThis.openPluginHandles().length > 0; turn += 1) {
    await new Promise((done) => setImmediate(done));
  }
  return globalThis.openPluginHandles();`;
const LISTENERS = `return globalThis.processListeners();`;
const START_AGAIN = `await globalThis.startApp();`;
/** Far fewer than pass until an idle connection is closed for its age. */
const TURNS = 1_000;

it('leaves no timer, socket or look-up behind when Strapi ends an app, not even in the middle of a request, and the process can start it again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-handles-'));
  await mkdir(join(folder, 'uploads'));
  const database = await installedDatabase();
  const [quick, dead] = [await startReceiver(), await startReceiver({ answer: { fault: 'hang' } })];
  const app = await startAppProcess(
    {
      ...database.environment,
      PUBLIC_DIR: folder,
      DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({ ...FAST_SETTINGS, shutdownTimeoutMs: 500 }),
    },
    [WATCH],
  );
  try {
    for (const { url } of [quick, dead]) {
      await app.run(CREATE_WEBHOOK, { topics: ['entry.create'], deliveryUrl: url });
    }
    await app.run(CREATE_TAG, 'the last one');
    // The ping and the tag; the dead one keeps its first request.
    await quick.waitFor(2, { timeoutMs: PATIENCE_MS });
    await dead.waitFor(1, { timeoutMs: PATIENCE_MS });
    const before = await app.run<string[]>(OPEN_HANDLES);
    expect(before.filter((handle) => handle.includes('TCPWRAP')).length).toBeGreaterThanOrEqual(2);
    expect(before.some((handle) => handle.includes('Timeout'))).toBe(true);

    expect(await app.run(DESTROY, TURNS)).toEqual([]);
    const listeners = await app.run(LISTENERS);

    await app.run(START_AGAIN);
    await app.run(CREATE_TAG, 'one more');
    await quick.waitFor(3, { timeoutMs: PATIENCE_MS });
    // What was cut off, or the tag.
    await dead.waitFor(2, { timeoutMs: PATIENCE_MS });
    expect(await app.run(OPEN_HANDLES)).not.toEqual([]);
    expect(await app.run(DESTROY, TURNS)).toEqual([]);
    expect(await app.run(LISTENERS)).toEqual(listeners);
    await waitUntil(
      () => quick.openConnectionCount + dead.openConnectionCount,
      (count) => count === 0,
      'the receivers to see their connections closed',
    );
  } finally {
    await app.kill();
    for (const receiver of [quick, dead]) await receiver.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
