import { execFile } from 'node:child_process';
import { chownSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresAt } from '../../helpers/databases';
import { freePort } from '../../helpers/free-port';
import { serverUser, type OwnServer } from './own-server';

const execute = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** Where Debian keeps the newest server's programs; elsewhere they are on the PATH. */
const programFolder = (): string => {
  try {
    const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
    return versions[0] === undefined ? '' : join(DEBIAN, versions[0], 'bin');
  } catch {
    return '';
  }
};

/** Makes and starts a PostgreSQL server in a temporary folder, with a database in it. */
export const startOwnPostgres = async (): Promise<OwnServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-postgres-'));
  const user = serverUser('postgres');
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const programs = programFolder();
  const data = join(folder, 'data');
  const port = await freePort();
  const run = async (program: string, ...args: string[]): Promise<void> => {
    await execute(join(programs, program), args, { ...user, cwd: folder });
  };
  const control = (...args: string[]): Promise<void> =>
    run('pg_ctl', '-D', data, '-w', '-s', ...args);
  const start = (): Promise<void> =>
    control(
      ...['-l', join(folder, 'log')],
      ...['-o', `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`],
      'start',
    );

  await run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync');
  await start();
  const database = await postgresAt(port).create();
  const stopAtOnce = (): Promise<void> => control('-m', 'immediate', 'stop');

  return {
    database,
    start,
    stopAtOnce,
    remove: async () => {
      await database.drop().catch(() => undefined);
      await stopAtOnce().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
