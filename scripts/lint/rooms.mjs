import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const server = (...rooms) => rooms.map((room) => `server/src/${room}`);

/** What every adapter may read; an adapter never reads another one. */
const adapter = (name) => ({
  folder: `server/src/adapters/${name}`,
  reads: server('domain', 'errors', 'pipeline/ports', 'plugin-id'),
  readsTypesOf: server('config'),
  packages: true,
});

/** Strapi's shell around the services: it speaks HTTP and knows neither adapters nor the pipeline. */
const shell = (name) => ({
  folder: `server/src/${name}`,
  reads: server('contracts', 'domain', 'errors', 'services', 'plugin-id', 'policies'),
  readsTypesOf: server('config', 'pipeline'),
  packages: true,
});

/**
 * The arrows of ARCHITECTURE.md: shell → dispatcher → pipeline → domain, adapters behind the
 * pipeline's ports. A folder that is not listed (services, the lifecycle files, tests) may import
 * anything: that is where things are put together.
 */
export const rooms = {
  root,
  rooms: [
    { folder: 'server/src/domain', reads: [], packages: ['node:crypto'] },
    // The panel asks these rules too, so they need nothing that a browser lacks.
    { folder: 'server/src/domain/rules', reads: [], packages: [] },
    // A loop over batches lets other work in between: that much of Node the pipeline may use.
    {
      folder: 'server/src/pipeline',
      reads: server('domain', 'errors'),
      packages: ['node:timers/promises'],
    },
    {
      folder: 'server/src/dispatcher',
      reads: server('pipeline', 'domain', 'errors'),
      packages: ['node:timers/promises'],
    },
    ...['database', 'http', 'capture', 'encryption'].map(adapter),
    { folder: 'server/src/errors', reads: [], packages: ['@strapi/utils'] },
    {
      folder: 'server/src/config',
      reads: server('domain', 'errors', 'plugin-id'),
      packages: true,
    },
    {
      folder: 'server/src/contracts',
      reads: server('domain', 'errors', 'config'),
      packages: ['zod'],
    },
    ...['routes', 'controllers', 'policies'].map(shell),
    {
      folder: 'admin/src',
      reads: server('domain/rules'),
      readsTypesOf: server('contracts'),
      packages: true,
    },
    // It runs where there is neither Strapi nor Node: it brings everything itself.
    { folder: 'receiver/src', reads: [], packages: [] },
  ],
};
