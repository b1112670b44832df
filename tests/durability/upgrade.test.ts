import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { META } from '../../server/src/adapters/database/meta';
import { TABLE_NAMES } from '../../server/src/adapters/database/tables';
import { startAppProcess, type AppProcess } from '../helpers/app-process';
import { databaseUnderTest, type TestDatabase } from '../helpers/database-under-test';
import { FAST_SETTINGS } from '../helpers/plugin';
import { startReceiver, type Receiver } from '../helpers/receiver';

jest.setTimeout(280_000);

const INSTANCES = 3;

const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const CREATE_TAG = `return (await strapi.documents('api::tag.tag').create({ data: { name: argument } })).documentId;`;
const COUNT_TAGS = `return strapi.documents('api::tag.tag').count({});`;

let folder: string;
let database: TestDatabase;
let receiver: Receiver;
const running: AppProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-upgrade-'));
  await mkdir(join(folder, 'uploads'));
  database = await databaseUnderTest();
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.kill();
  await receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const start = async (environment: Record<string, string> = {}): Promise<AppProcess> => {
  const app = await startAppProcess({
    ...database.environment,
    PUBLIC_DIR: folder,
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify(FAST_SETTINGS),
    ...environment,
  });
  running.push(app);
  return app;
};

const deliveredTags = (): string[] =>
  receiver.requests.flatMap(({ json }) => {
    const { event, entry } = json as { event: string; entry?: { name: string } };
    return event === 'entry.create' && entry !== undefined ? [entry.name] : [];
  });

/**
 * A webhook created by one instance gets what any of them saves.
 *
 * @returns how many entries that took
 */
const deliversFrom = async (apps: readonly AppProcess[]): Promise<number> => {
  let saved = 0;
  const [first] = apps;
  await first?.run(CREATE_WEBHOOK, { topics: ['entry.create'], deliveryUrl: receiver.url });
  for (const [index, app] of apps.entries()) {
    // Each instance learns of the webhook within a second.
    const first = saved;
    while (!deliveredTags().some((name) => name.startsWith(`of ${index} `))) {
      expect(saved - first).toBeLessThan(500);
      await app.run(CREATE_TAG, `of ${index} ${(saved += 1)}`);
    }
  }
  return saved;
};

/**
 * Starts an app once more when Strapi's own start found SQLite's file locked, as a supervisor does: it gives roles the
 * plugin's permissions without a second try.
 */
const startSupervised = async (): Promise<AppProcess> => {
  try {
    return await start();
  } catch (error) {
    const isStrapis = /insert into `admin_permissions\w*`[^\n]*database is locked/;
    if (!(error instanceof Error && isStrapis.test(error.message))) throw error;
    return start();
  }
};

it('lets several instances meet the plugin for the first time at once', async () => {
  // Strapi itself cannot make its own tables in two processes at once.
  const strapiAlone = await start({ DURABLE_WEBHOOKS_ENABLED: 'false' });
  await strapiAlone.terminate();
  const apps = await Promise.all(Array.from({ length: INSTANCES }, startSupervised));
  await deliversFrom(apps);
  for (const app of apps) expect(app.output).not.toMatch(/error/i);
});

it('keeps working on tables of a newer version that it can read, and stops where it cannot', async () => {
  const first = await start();
  await first.run(CREATE_TAG, 'before');
  await first.terminate();
  const knex = database.connect();
  await knex.schema.alterTable(TABLE_NAMES.deliveries, (table) => {
    table.string('from_the_future').nullable();
    table.integer('future_count').notNullable().defaultTo(0);
  });
  await knex('strapi_migrations_internal').insert({
    name: 'durable-webhooks-9999-from-the-future',
    time: new Date(),
  });
  const setMeta = (name: string, value: number) =>
    knex(TABLE_NAMES.meta).where({ name }).update({ value });
  await setMeta(META.schemaVersion, 9999);

  const second = await start();
  const saved = await deliversFrom([second]);
  await second.terminate();

  await setMeta(META.minCodeVersion, 9999);
  await expect(start()).rejects.toThrow(
    /newer version of the plugin.*need version 9999 of the table code/s,
  );

  // Nothing was harmed: with newer code, here with the mark taken back, all is there.
  await setMeta(META.minCodeVersion, 1);
  const third = await start();
  expect(await third.run(COUNT_TAGS)).toBe(1 + saved);
});
