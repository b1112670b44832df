import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAppProcess } from './app-process';
import { databaseUnderTest } from './database-under-test';

/** Starts the playground once on a database that `installedDatabase` then makes copies of. */
export default async (): Promise<void> => {
  const database = await databaseUnderTest();
  const publicDir = await mkdtemp(join(tmpdir(), 'durable-webhooks-install-'));
  await mkdir(join(publicDir, 'uploads'));
  try {
    const app = await startAppProcess({ ...database.environment, PUBLIC_DIR: publicDir });
    await app.terminate();
  } catch (error) {
    await database.drop();
    throw error;
  } finally {
    await rm(publicDir, { recursive: true, force: true });
  }
  process.env['DURABLE_TEST_INSTALLED'] = database.model;
  Object.assign(globalThis, { dropInstalledDatabase: () => database.drop() });
};
