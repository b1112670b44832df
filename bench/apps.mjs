import { fileURLToPath } from 'node:url';
import { startAnswering } from './child-process.mjs';
import { createDatabase } from './databases.mjs';
import { writeAuthorities } from './receiver/start-receiver.mjs';

const SCRIPT = fileURLToPath(new URL('app/main.cjs', import.meta.url));
const PLAYGROUND = fileURLToPath(new URL('../playground', import.meta.url));
const PROFILES = process.env.BENCH_PROFILES;

/** A production sends nothing to its own machine unless it is told to; the benchmark's receiver is there. */
const NETWORK = { allow: ['127.0.0.1', 'localhost'] };

const SIDE_ENVIRONMENT = {
  /** Strapi with the plugin. */
  ours: { DURABLE_WEBHOOKS_ENABLED: 'true' },
  /** Strapi without it; its own webhooks are all it has. */
  core: { DURABLE_WEBHOOKS_ENABLED: 'false' },
};

/**
 * Starts the playground in a process and on a database of its own.
 *
 * @param {object} options
 * @param {'ours' | 'core'} options.side with our plugin or without it
 * @param {import('./databases.mjs').DatabaseKind} options.kind
 * @param {boolean} [options.watch] whether statements are timed
 * @param {Record<string, unknown>} [options.settings] what `config/server` holds under `webhooks`; the defaults unless the measure says so
 */
export const startApp = async ({ side, kind, settings = {}, watch = false }) => {
  const database = await createDatabase(kind);
  try {
    const app = await startAnswering(SCRIPT, {
      cwd: PLAYGROUND,
      env: {
        NODE_ENV: 'production',
        NODE_EXTRA_CA_CERTS: writeAuthorities(database.environment.PUBLIC_DIR),
        STRAPI_TELEMETRY_DISABLED: 'true',
        STARTUP_LOG: 'false',
        LOG_LEVEL: 'warn',
        HOST: '127.0.0.1',
        PORT: '0',
        BENCH_WATCH: String(watch),
        ...(PROFILES && { BENCH_PROFILES: `${PROFILES}/${side}` }),
        DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({ network: NETWORK, ...settings }),
        ...SIDE_ENVIRONMENT[side],
        ...database.environment,
      },
    });
    return {
      side,
      kind,
      ask: app.ask,
      stop: async () => {
        await app.stop();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
};

/**
 * Starts apps, hands them to `work`, and stops them whatever becomes of it.
 *
 * @param {readonly Parameters<typeof startApp>[0][]} wanted
 */
export const withApps = async (wanted, work) => {
  const apps = [];
  try {
    // One after another: booting side by side, each would warm up on half a processor.
    for (const options of wanted) apps.push(await startApp(options));
    return await work(...apps);
  } finally {
    for (const app of apps) await app.stop();
  }
};
