import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { appSecrets } from '../run/app-secrets.mjs';
import { endGroup, start } from '../run/child.mjs';
import { root } from '../run/root.mjs';

const USUAL_PORT = 1337;

const portIsFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** Strapi's usual port when nobody has it, else any. */
const choosePort = async () => {
  if (process.env.PORT !== undefined) return process.env.PORT;
  return (await portIsFree(USUAL_PORT)) ? String(USUAL_PORT) : '0';
};

/**
 * Starts the playground on a fresh SQLite database.
 *
 * @param {string} dataFolder where the database and the uploads go
 * @param {{ onLine: (line: string) => void }} options onLine gets what Strapi logs
 */
export const startApp = async (dataFolder, { onLine }) => {
  const publicFolder = join(dataFolder, 'public');
  mkdirSync(join(publicFolder, 'uploads'), { recursive: true });
  const child = start([process.execPath, join(root, 'scripts', 'demo', 'app.cjs')], {
    cwd: join(root, 'playground'),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      // Not production: there, Strapi's login cookie needs https.
      NODE_ENV: 'development',
      STRAPI_TELEMETRY_DISABLED: 'true',
      STARTUP_LOG: 'false',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: await choosePort(),
      DATABASE_CLIENT: 'sqlite',
      DATABASE_FILENAME: join(dataFolder, 'data.db'),
      PUBLIC_DIR: publicFolder,
      ...appSecrets(),
      DEMO_APP_FOLDER: join(root, 'playground'),
    },
  });

  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk.toString('utf8')).slice(-20_000);
      for (const line of chunk.toString('utf8').split('\n')) if (line.trim() !== '') onLine(line);
    });
  }

  const waiting = new Map();
  const gone = new Promise((resolve) => child.once('exit', resolve)).then((code) => {
    const error = new Error(`Strapi ended with ${code ?? child.signalCode}\n${said}`);
    for (const { reject } of waiting.values()) reject(error);
    return error;
  });
  const ready = new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message.ready) resolve(message.port);
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(message.error));
    });
    void gone.then(reject);
  });

  let calls = 0;
  return {
    url: `http://127.0.0.1:${await ready}`,
    /** Runs one of the actions of app.cjs. */
    ask: (action, argument = null) =>
      new Promise((resolve, reject) => {
        const id = (calls += 1);
        waiting.set(id, { resolve, reject });
        child.send({ id, action, argument });
      }),
    /** Resolves with the reason when the app ends by itself. */
    gone,
    /** Asks the app to stop. @returns its exit code, null when it had to be killed */
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await Promise.race([
          once(child, 'exit'),
          new Promise((resolve) => setTimeout(resolve, 12_000).unref()),
        ]);
      }
      await endGroup(child);
      return child.exitCode;
    },
  };
};
