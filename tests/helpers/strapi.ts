import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Core } from '@strapi/strapi';
import { installedDatabase } from './database-under-test';
import type { TestDatabase } from './databases';

/** Lent by the test environment. */
declare const requireOnce: NodeJS.Require;
const { createStrapi }: typeof import('@strapi/strapi') = requireOnce('@strapi/strapi');
/** What Strapi sees; the tests' own `process` is a copy. */
const strapisProcess: NodeJS.Process = requireOnce('node:process');

const PLAYGROUND = resolve(__dirname, '..', '..', 'playground');

export interface BootOptions {
  /** Kept by `stop()`, so that a second boot finds what the first one wrote; without it `stop()` drops a new one. */
  readonly database?: TestDatabase;
  /** What `config/server` holds under `webhooks`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Listens there, 0 being any free port; without it only supertest reaches the app. */
  readonly port?: number;
  /** False boots Strapi without the plugin. */
  readonly plugin?: boolean;
  readonly hooks?: {
    /** Runs before any plugin is loaded. */
    readonly created?: (strapi: Core.Strapi) => void;
    /** These run where an app's own `src/index.js` does. */
    readonly register?: (strapi: Core.Strapi) => void | Promise<void>;
    readonly bootstrap?: (strapi: Core.Strapi) => void | Promise<void>;
  };
  readonly environment?: Readonly<Record<string, string>>;
}

export interface BootedPlayground {
  readonly strapi: Core.Strapi;
  /** Empty unless a port was asked for. */
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/**
 * Boots the playground in this process, on a throw-away database and with throw-away uploads.
 * Strapi is one global per process: stop one before booting the next.
 *
 * @param options - what differs from a plain boot
 * @returns the running app; `stop()` ends it and removes what it wrote
 */
export const bootPlayground = async (options: BootOptions = {}): Promise<BootedPlayground> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-app-'));
  const publicDir = join(folder, 'public');
  await mkdir(join(publicDir, 'uploads'), { recursive: true });
  const ownDatabase = options.database === undefined ? await installedDatabase() : null;
  const restoreEnvironment = setEnvironment({
    NODE_ENV: 'test',
    STRAPI_TELEMETRY_DISABLED: 'true',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    STARTUP_LOG: 'false',
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    PUBLIC_DIR: publicDir,
    DURABLE_WEBHOOKS_ENABLED: String(options.plugin ?? true),
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify(options.settings ?? {}),
    ...(options.database ?? ownDatabase)?.environment,
    ...options.environment,
  });
  const strapi = createStrapi({ appDir: PLAYGROUND, distDir: PLAYGROUND, serveAdminPanel: false });

  const cleanUp = async (): Promise<void> => {
    restoreListeners();
    restoreEnvironment();
    await ownDatabase?.drop();
    await rm(folder, { recursive: true, force: true });
  };
  const stop = async (): Promise<void> => {
    await strapi.destroy();
    await cleanUp();
  };

  try {
    options.hooks?.created?.(strapi);
    await strapi.register();
    await options.hooks?.register?.(strapi);
    await strapi.bootstrap();
    await options.hooks?.bootstrap?.(strapi);
    strapi.isLoaded = true;
    if (options.port === undefined) strapi.server.mount();
    else await strapi.listen();
    return { strapi, baseUrl: addressOf(strapi), stop };
  } catch (error) {
    // Strapi cannot end what it only half began.
    await strapi.destroy().catch(() => strapi.db.destroy());
    await cleanUp();
    throw error;
  }
};

const addressOf = (strapi: Core.Strapi): string => {
  const address = strapi.server.httpServer.address();
  if (address === null || typeof address === 'string') return '';
  return `http://127.0.0.1:${address.port}`;
};

const setEnvironment = (values: Readonly<Record<string, string>>): (() => void) => {
  const before = Object.keys(values).map((name) => [name, strapisProcess.env[name]] as const);
  Object.assign(strapisProcess.env, values);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete strapisProcess.env[name];
      else strapisProcess.env[name] = value;
    }
  };
};

/** Those of the test runner: when this file is loaded, no app runs. */
const runnersListeners = strapisProcess
  .eventNames()
  .map((name) => ({ name, listeners: strapisProcess.rawListeners(name) }));

/** Strapi removes every listener of the process when it is destroyed. */
const restoreListeners = (): void => {
  for (const { name, listeners } of runnersListeners) {
    for (const listener of listeners) {
      if (!strapisProcess.rawListeners(name).includes(listener)) {
        Reflect.apply(strapisProcess.on, strapisProcess, [name, listener]);
      }
    }
  }
};
