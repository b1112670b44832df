import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  appendFile,
  constants,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port';
import { copyPlayground } from './playground-copy';
import { STRAPI } from './strapi-command';
import { waitUntil } from './wait-until';

/** Neither Vite nor a build of the panel, nor npm: Strapi serves the panel that it brings along. */
const FLAGS = ['--no-watch-admin', '--no-build-admin', '--no-install-deps'];
const START_MS = 90_000;

/** `strapi develop`: a process that watches over one worker after the other, each of which serves the app. */
export interface DevelopProcess {
  readonly url: string;
  /** What all of its processes wrote so far. */
  readonly output: string;
  /** The process ids of the workers so far, oldest first. */
  workers(): Promise<number[]>;
  /** Saves one of the app's source files. */
  changeSource(): Promise<void>;
  /** Waits until the latest of so many workers serves. */
  serves(workerCount: number): Promise<void>;
  /** SIGTERM for the first process alone, as process managers send it. */
  terminate(): void;
  /** Whether each of its processes has ended: as long as one lives, it holds on to the output. */
  readonly hasEnded: boolean;
  /** Kills what is left of it and removes its files. */
  cleanUp(): Promise<void>;
}

/**
 * Starts `strapi develop` on a copy of the playground.
 *
 * @param environment - database and settings, as the playground's configuration reads them
 * @returns the process, as soon as the app serves
 */
export const startDevelopProcess = async (
  environment: Readonly<Record<string, string>>,
): Promise<DevelopProcess> => {
  const folder = await mkdtemp(join(await watchablePlace(), 'durable-webhooks-develop-'));
  const app = await copyPlayground(folder, { built: true });
  const source = join(app, 'src', 'index.js');
  const workersFile = join(folder, 'workers');
  await writeFile(workersFile, '');
  await appendFile(
    source,
    `require('node:fs').appendFileSync(process.env.WORKERS_FILE, \`\${process.pid}\\n\`);\n`,
  );
  await leaveBrowsersAlone(app);
  // In a cluster, port 0 is another one after each restart.
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const primary = spawn(process.execPath, [STRAPI, 'develop', ...FLAGS], {
    cwd: app,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      STRAPI_TELEMETRY_DISABLED: 'true',
      STARTUP_LOG: 'false',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_DIR: join(folder, 'public'),
      WORKERS_FILE: workersFile,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-100_000);
  };
  primary.stdout.on('data', collect);
  primary.stderr.on('data', collect);
  const exited = once(primary, 'exit');
  let hasEnded = false;
  primary.once('close', () => {
    hasEnded = true;
  });

  const workers = async (): Promise<number[]> =>
    (await readFile(workersFile, 'utf8')).split('\n').filter(Boolean).map(Number);
  const develop: DevelopProcess = {
    url,
    get output() {
      return output;
    },
    workers,
    changeSource: () => appendFile(source, '// changed\n'),
    async serves(workerCount) {
      await waitUntil(
        async () => ({ workers: await workers(), answers: await answers(url), output }),
        (seen) => {
          if (hasEnded) throw new Error(`strapi develop has ended\n${output}`);
          return seen.workers.length === workerCount && seen.answers;
        },
        `worker ${workerCount} of strapi develop to serve`,
        START_MS,
      );
    },
    terminate: () => {
      primary.kill('SIGTERM');
    },
    get hasEnded() {
      return hasEnded;
    },
    async cleanUp() {
      if (!hasEnded) {
        primary.kill('SIGKILL');
        await exited;
        for (const pid of await workers()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
        for (const stream of [primary.stdout, primary.stderr]) stream.destroy();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await develop.serves(1);
  } catch (error) {
    await develop.cleanUp();
    throw error;
  }
  return develop;
};

/** Whether a process with this id is there. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Strapi watches nothing whose path has "tmp" or a hidden folder in it, and so nothing in Linux's folder for temporary files. */
const isWatched = (path: string): boolean => !/tmp|[/\\]\./.test(path);

const watchablePlace = async (): Promise<string> => {
  for (const place of [tmpdir(), '/dev/shm', homedir()].filter(isWatched)) {
    const isWritable = await access(place, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (isWritable) return place;
  }
  throw new Error(
    'no folder that strapi develop would watch: set TMPDIR to one without "tmp" in it',
  );
};

/** As long as an app has no administrator, develop opens a browser to make one. */
const leaveBrowsersAlone = async (app: string): Promise<void> => {
  const place = join(app, 'config', 'env', 'development');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'admin.js'), 'module.exports = { autoOpen: false };\n');
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/_health`)).status === 204;
  } catch {
    return false;
  }
};
