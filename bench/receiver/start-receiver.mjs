import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAnswering } from '../child-process.mjs';

const SCRIPT = fileURLToPath(new URL('server.cjs', import.meta.url));

const { BAD_CERTIFICATES } = createRequire(import.meta.url)('./misbehaviours.cjs');
const certificate = (name) =>
  readFileSync(new URL(`../../tests/fixtures/tls/${name}.crt`, import.meta.url), 'utf8');

/**
 * Whom an app has to trust: the bad certificates too, which must be refused for what they are.
 *
 * @returns the file for NODE_EXTRA_CA_CERTS
 */
export const writeAuthorities = (folder) => {
  const path = join(folder, 'authorities.crt');
  writeFileSync(path, ['localhost', ...BAD_CERTIFICATES].map(certificate).join('\n'));
  return path;
};

/** Starts the receiver. */
export const startReceiver = async () => {
  const { ready, ask, stop } = await startAnswering(SCRIPT);
  return {
    /** @param {string} path as server.cjs explains it */
    url: (path) => `http://127.0.0.1:${ready.http}/${path}`,
    tlsUrl: (path) => `https://localhost:${ready.https}/${path}`,
    /** @param {string} kind a misbehaviour, or a certificate that is one */
    badUrl: (kind) =>
      kind in ready.badHttps
        ? `https://localhost:${ready.badHttps[kind]}/instant/${kind}`
        : `http://127.0.0.1:${ready.http}/${kind}/${kind}`,
    reset: (name) => ask('reset', name),
    count: (name) => ask('count', name),
    headers: (name) => ask('headers', name),
    times: (name) => ask('times', name),
    /** When the request number `count` arrived, by the shared clock; null when it did not. */
    whenReached: (name, count, withinMs) => ask('reached', { name, count, withinMs }),
    /** The same, for measures that mean nothing without it. @throws Error when it did not arrive */
    reached: async (name, count, withinMs = 180_000) => {
      const atMs = await ask('reached', { name, count, withinMs });
      if (atMs !== null) return atMs;
      throw new Error(`${await ask('count', name)} of ${count} requests arrived at "${name}"`);
    },
    stop,
  };
};
