import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '..', 'fixtures', 'app-process.cjs');

export interface AppProcess {
  readonly pid: number;
  readonly baseUrl: string;
  /** Runs the body of an async function inside the app; `strapi` and `argument` are its parameters. */
  run<T>(source: string, argument?: unknown): Promise<T>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL: nothing is flushed, nothing is said. */
  kill(): Promise<void>;
  /** SIGTERM: the app may finish what it does. */
  terminate(): Promise<number | null>;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** What the app wrote so far. */
  readonly output: string;
}

/**
 * Starts the playground as a process of its own.
 *
 * @param environment - database and settings, as the playground's configuration reads them
 * @param preload - scripts that it loads before anything else
 * @returns the process, once it listens; rejects when it ends before
 */
export const startAppProcess = async (
  environment: Readonly<Record<string, string>>,
  preload: readonly string[] = [],
): Promise<AppProcess> => {
  const child = fork(SCRIPT, {
    execArgv: preload.flatMap((script) => ['--require', script]),
    env: {
      ...process.env,
      NODE_ENV: 'test',
      STRAPI_TELEMETRY_DISABLED: 'true',
      STARTUP_LOG: 'false',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-100_000);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const ended = once(child, 'exit').then(() => undefined);
  const port = await readyPort(child, () => output);
  let calls = 0;

  return {
    pid: child.pid ?? 0,
    baseUrl: `http://127.0.0.1:${port}`,
    ended,
    get output() {
      return output;
    },
    run: <T>(source: string, argument?: unknown) =>
      new Promise<T>((resolveCall, reject) => {
        const id = (calls += 1);
        const forget = (): void => {
          child.off('message', onMessage);
          child.off('exit', onExit);
        };
        const onMessage = (message: { id?: number; value?: T; error?: string }): void => {
          if (message.id !== id) return;
          forget();
          if (message.error !== undefined) reject(new Error(message.error));
          else resolveCall(message.value as T);
        };
        const onExit = (): void => {
          forget();
          reject(new Error(`the app ended during a call\n${output}`));
        };
        child.on('message', onMessage);
        child.on('exit', onExit);
        child.send({ id, source, argument: argument ?? null });
      }),
    signal: (signal) => {
      child.kill(signal);
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    terminate: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill('SIGTERM');
      await once(child, 'exit');
      return child.exitCode;
    },
  };
};

const readyPort = (child: ChildProcess, output: () => string): Promise<number> =>
  new Promise((resolveReady, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the app ended with ${code} before it was ready\n${output()}`));
    });
    child.on('message', (message: { ready?: boolean; port?: number }) => {
      if (message.ready === true && message.port !== undefined) resolveReady(message.port);
    });
  });

/** A SQLite database in a folder, for processes that share or inherit it. */
export const sqliteEnvironment = (folder: string): Record<string, string> => ({
  DATABASE_CLIENT: 'sqlite',
  DATABASE_FILENAME: join(folder, 'data.db'),
  PUBLIC_DIR: join(folder, 'public'),
});
