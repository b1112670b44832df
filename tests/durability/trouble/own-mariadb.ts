import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { mysqlAt } from '../../helpers/databases';
import { waitUntil } from '../../helpers/wait-until';
import { freePort } from '../../helpers/free-port';
import { serverUser, type OwnServer } from './own-server';

const execute = promisify(execFile);
/** Where Debian keeps the server; it is not on everybody's PATH. */
const PATH = [process.env['PATH'], '/usr/sbin'].join(delimiter);

/** Makes and starts a MariaDB server in a temporary folder, with a database in it. */
export const startOwnMariaDb = async (): Promise<OwnServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-mariadb-'));
  const user = serverUser('mysql');
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { ...process.env, PATH } };
  const data = `--datadir=${join(folder, 'data')}`;
  const port = await freePort();
  let server: ChildProcess | null = null;

  const client = (sql: string) =>
    execute(
      'mariadb',
      ['--no-defaults', '--protocol=tcp', '-h127.0.0.1', `-P${port}`, '-uroot', '-e', sql],
      options,
    );
  const answers = (): Promise<boolean> =>
    client('select 1').then(
      () => true,
      () => server?.exitCode !== null,
    );
  const start = async (): Promise<void> => {
    const args = [
      ...['--no-defaults', data, `--port=${port}`, '--bind-address=127.0.0.1'],
      ...[`--socket=${join(folder, 'socket')}`, `--log-error=${join(folder, 'log')}`],
    ];
    server = spawn('mariadbd', args, { ...options, stdio: 'ignore' });
    await waitUntil(answers, Boolean, 'MariaDB to answer', 60_000);
    if (server.exitCode !== null) throw new Error(`mariadbd ended with ${server.exitCode}`);
  };
  const stopAtOnce = async (): Promise<void> => {
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };

  const stopAndForget = async (): Promise<void> => {
    await stopAtOnce();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await execute(
      'mariadb-install-db',
      ['--no-defaults', data, '--auth-root-authentication-method=normal', '--skip-test-db'],
      options,
    );
    await start();
    const database = await mysqlAt(port).create();
    return {
      database,
      start,
      stopAtOnce,
      remove: async () => {
        await database.drop().catch(() => undefined);
        await stopAndForget();
      },
    };
  } catch (error) {
    await stopAndForget();
    throw error;
  }
};
