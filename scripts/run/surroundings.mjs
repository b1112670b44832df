import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const CONNECT_MS = 3000;

export const postgresUrl = () =>
  process.env.DURABLE_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export const mysqlUrl = () => process.env.DURABLE_TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306';

const withoutPassword = (url) => url.replace(/:[^:@/]*@/, '@');

/** Why a suite that needs PostgreSQL cannot run here; null when it can. */
export const postgresFault = async () => {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: postgresUrl(),
    connectionTimeoutMillis: CONNECT_MS,
  });
  try {
    await client.connect();
    await client.query('select 1');
    return null;
  } catch (error) {
    return `PostgreSQL is not reachable at ${withoutPassword(postgresUrl())} (${error.message}); DURABLE_TEST_POSTGRES_URL names another`;
  } finally {
    await client.end().catch(() => {});
  }
};

/** Why a suite that needs MariaDB or MySQL cannot run here; null when it can. */
export const mysqlFault = async () => {
  const { default: mysql } = await import('mysql2/promise');
  try {
    const connection = await mysql.createConnection({
      uri: mysqlUrl(),
      connectTimeout: CONNECT_MS,
    });
    await connection.query('select 1');
    await connection.end();
    return null;
  } catch (error) {
    return `MariaDB is not reachable at ${withoutPassword(mysqlUrl())} (${error.message}); DURABLE_TEST_MYSQL_URL names another`;
  }
};

const onPath = (program) => {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
};

/** The browser to test with: what DURABLE_TEST_CHROMIUM names, or Chromium or Chrome on the PATH. */
export const findChromium = () =>
  process.env.DURABLE_TEST_CHROMIUM ??
  ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .map(onPath)
    .find((file) => file !== null) ??
  null;

export const chromiumFault = () =>
  findChromium() === null
    ? 'no Chromium or Chrome on the PATH; DURABLE_TEST_CHROMIUM names one'
    : null;
