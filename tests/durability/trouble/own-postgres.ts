import { execFile, execFileSync } from 'node:child_process';
import { chownSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresAt, type TestDatabase } from '../../helpers/databases';

const execute = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL server of a test's own, which may be ended as roughly as one likes. */
export interface OwnPostgres {
  readonly database: TestDatabase;
  start(): Promise<void>;
  /** As after a power cut, but for the disk: no session is ended in order, and the next start recovers. */
  stopAtOnce(): Promise<void>;
  remove(): Promise<void>;
}

/** Where Debian keeps the newest server's programs; elsewhere they are on the PATH. */
const programFolder = (): string => {
  try {
    const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
    return versions[0] === undefined ? '' : join(DEBIAN, versions[0], 'bin');
  } catch {
    return '';
  }
};

/** PostgreSQL refuses to run as root. */
const serverUser = (): { uid: number; gid: number } | Record<string, never> => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (kind: string): number =>
    Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
};

/** Makes and starts a server in a temporary folder, with a database in it. */
export const startOwnPostgres = async (): Promise<OwnPostgres> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-postgres-'));
  const user = serverUser();
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
