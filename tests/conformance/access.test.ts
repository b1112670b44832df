import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Database as StrapiDatabase } from '@strapi/database';
import {
  createDatabase,
  registerMigrations,
  type DatabaseAccess,
} from '../../server/src/adapters/database';
import { databaseServers, type TestDatabase } from '../helpers/databases';
import { anEvent, aNewWebhook, fakeSecretBox } from './fixture';

describe.each(databaseServers())('access through Strapi on $client', (server) => {
  let testDatabase: TestDatabase;
  let strapiDatabase: StrapiDatabase;
  let access: DatabaseAccess;
  let migrationsDir: string;

  beforeAll(async () => {
    testDatabase = await server.create();
    migrationsDir = await mkdtemp(join(tmpdir(), 'durable-webhooks-migrations-'));
    const { client, connection, ...rest } = testDatabase.strapiConnection;
    const quiet = () => undefined;
    strapiDatabase = new StrapiDatabase({
      connection: { client, connection: { ...connection }, ...rest },
      settings: { migrations: { dir: migrationsDir } },
      logger: { info: quiet, warn: quiet, error: quiet, debug: quiet },
    });
    registerMigrations(strapiDatabase);
    await strapiDatabase.migrations.up();
    access = createDatabase({ strapiDatabase, secretBox: fakeSecretBox });
  });
  afterAll(async () => {
    await strapiDatabase.destroy();
    await testDatabase.drop();
    await rm(migrationsDir, { recursive: true });
  });

  test('joins the transaction of the caller, and goes with it', async () => {
    const [written, joined, created] = [anEvent(), anEvent(), aNewWebhook({ name: 'gone' })];
    const failed = strapiDatabase.transaction(async ({ trx }) => {
      await access.eventStoreFor(trx).insert([written]);
      await access.joining.stores.events.insert([joined]);
      await access.joining.transaction(({ registry }) => registry.create(created));
      expect(await access.read(({ events }) => events.find(written.id))).toEqual(written);
      expect(await access.joining.stores.now()).toBeGreaterThan(0);
      throw new Error('the save failed');
    });
    await expect(failed).rejects.toThrow('the save failed');
    expect(await access.database.stores.events.find(written.id)).toBeNull();
    expect(await access.joining.stores.events.find(joined.id)).toBeNull();
    expect(await access.read(({ registry }) => registry.list())).toEqual([]);
  });

  test('works without a transaction of the caller', async () => {
    const event = anEvent();
    await access.joining.stores.events.insert([event]);
    await access.joining.transaction(({ registry }) => registry.create(aNewWebhook()));
    expect(await access.read(({ events }) => events.find(event.id))).toEqual(event);
    expect(await access.database.stores.registry.list()).toHaveLength(1);
  });

  test('complains in the words of the driver, without what was to be written', async () => {
    const event = anEvent({ body: '{"customer":"Ada"}' });
    await access.database.stores.events.insert([event]);
    const again = [
      () => access.database.stores.events.insert([event]),
      () => access.database.transaction(({ events }) => events.insert([event])),
      () => access.joining.stores.events.insert([event]),
      () =>
        strapiDatabase.transaction(() =>
          access.joining.transaction(({ events }) => events.insert([event])),
        ),
      () => strapiDatabase.transaction(({ trx }) => access.eventStoreFor(trx).insert([event])),
    ];
    for (const insert of again) {
      const error: unknown = await insert().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ message: expect.stringMatching(/unique|duplicate/i) });
      expect(inspect(error, { depth: 5 })).not.toContain('Ada');
    }
  });

  test('leaves a transaction that has ended alone', async () => {
    const event = anEvent();
    let late = (): Promise<void> => Promise.resolve();
    const opened = new Promise<void>((resolve) => {
      void strapiDatabase
        .transaction(() =>
          strapiDatabase.transaction(() => {
            const work = new Promise<void>((start) => {
              late = () => {
                start();
                return outcome;
              };
            });
            // As a listener does that nobody awaits: it keeps the context of the transaction.
            const outcome = work.then(() => access.joining.stores.events.insert([event]));
            return Promise.resolve();
          }),
        )
        .then(() => resolve());
    });
    await opened;
    await late();
    expect(await access.database.stores.events.find(event.id)).toEqual(event);
  });
});
