import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/run/root.mjs';

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const playground = JSON.parse(readFileSync(join(root, 'playground', 'package.json'), 'utf8'));

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** The manifest of an app as `create-strapi` makes it, with the packed plugin added. */
const manifest = (tarball) => ({
  name: 'fresh-app',
  version: '0.1.0',
  private: true,
  scripts: { build: 'strapi build', start: 'strapi start' },
  dependencies: { ...playground.dependencies, 'strapi-plugin-durable-webhooks': `file:${tarball}` },
  devDependencies: {
    '@types/node': devDependencies['@types/node'],
    '@types/react': devDependencies['@types/react'],
    '@types/react-dom': devDependencies['@types/react-dom'],
    typescript: devDependencies.typescript,
  },
  engines: { node: '>=20.0.0 <=26.x.x', npm: '>=6.0.0' },
  allowScripts: { '@swc/core': true, 'better-sqlite3': true, esbuild: true, 'core-js-pure': false },
  strapi: { uuid: 'fresh-app', telemetryDisabled: true },
});

/** Files of config/ and src/ as bodies of a module; `{ env }` is what Strapi hands to each of them. */
const modules = {
  'config/admin': `({ env }) => ({
  auth: { secret: env('ADMIN_JWT_SECRET') },
  apiToken: { salt: env('API_TOKEN_SALT') },
  transfer: { token: { salt: env('TRANSFER_TOKEN_SALT') } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY') },
})`,
  'config/api': `{ rest: { defaultLimit: 25, maxLimit: 100, withCount: true } }`,
  'config/database': `({ env }) => ({
  connection: {
    client: 'sqlite' as const,
    connection: { filename: env('DATABASE_FILENAME') },
    useNullAsDefault: true,
  },
})`,
  'config/middlewares': `[
  'strapi::logger',
  'strapi::errors',
  'strapi::security',
  'strapi::cors',
  'strapi::poweredBy',
  'strapi::query',
  'strapi::body',
  'strapi::session',
  'strapi::favicon',
  'strapi::public',
]`,
  'config/plugins': `({ env }) => ({
  'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
})`,
  'config/server': `({ env }) => ({
  host: env('HOST', '127.0.0.1'),
  port: env.int('PORT', 1337),
  app: { keys: env.array('APP_KEYS') },
  webhooks: {
    defaultHeaders: { 'X-From': 'fresh-app' },
    network: { allow: ['127.0.0.1'] },
  },
})`,
};

const note = {
  kind: 'collectionType',
  collectionName: 'notes',
  info: { singularName: 'note', pluralName: 'notes', displayName: 'Note' },
  options: { draftAndPublish: true },
  attributes: { title: { type: 'string', required: true } },
};

const factories = { routes: 'Router', controllers: 'Controller', services: 'Service' };

/** What an app's owner would write to register a receiver and publish something. */
const bootstrap = (typed) => `{
  async bootstrap({ strapi }${typed ? ': { strapi: Core.Strapi }' : ''}) {
    const deliveryUrl = process.env.RECEIVER_URL;
    if (deliveryUrl === undefined) return;
    const webhooks${typed ? ': WebhooksService' : ''} = strapi.plugin('durable-webhooks').service('webhooks');
    await webhooks.create({
      name: 'Receiver of the install test',
      topics: ['entry.publish'],
      deliveryUrl,
      secret: process.env.RECEIVER_SECRET,
    });
    // A webhook is owed events from one second after its creation on.
    setTimeout(() => {
      strapi
        .documents('api::note.note')
        .create({ data: { title: process.env.NOTE_TITLE }, status: 'published' })
        .catch((error${typed ? ': unknown' : ''}) => strapi.log.error(String(error)));
    }, 1500);
  },
}`;

const javaScript = (body) => `'use strict';\n\nmodule.exports = ${body};\n`;
const typeScript = (body) => `export default ${body};\n`;

const asJavaScript = () => ({
  ...Object.fromEntries(
    Object.entries(modules).map(([name, body]) => [
      `${name}.js`,
      javaScript(body.replace(' as const', '')),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(factories).map(([folder, kind]) => [
      `src/api/note/${folder}/note.js`,
      `'use strict';\n\nconst { factories } = require('@strapi/strapi');\n\n` +
        `module.exports = factories.createCore${kind}('api::note.note');\n`,
    ]),
  ),
  'src/index.js': javaScript(bootstrap(false)),
});

const asTypeScript = () => ({
  ...Object.fromEntries(
    Object.entries(modules).map(([name, body]) => [
      `${name}.ts`,
      typeScript(body.replace('({ env })', '({ env }: { env: any })')),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(factories).map(([folder, kind]) => [
      `src/api/note/${folder}/note.ts`,
      `import { factories } from '@strapi/strapi';\n\n` +
        `export default factories.createCore${kind}('api::note.note' as any);\n`,
    ]),
  ),
  'src/index.ts':
    `import type { Core } from '@strapi/strapi';\n` +
    `import type { WebhooksService } from 'strapi-plugin-durable-webhooks/strapi-server';\n\n` +
    // An import that TypeScript finds no types for is "any", without a word: then this line is an error.
    `export type HasTypes = 0 extends 1 & WebhooksService ? never : true;\n` +
    `export const hasTypes: HasTypes = true;\n\n` +
    typeScript(bootstrap(true)),
  'tsconfig.json': json({
    extends: '@strapi/typescript-utils/tsconfigs/server',
    compilerOptions: { outDir: 'dist', rootDir: '.', skipLibCheck: true },
    include: ['./', './**/*.ts', './**/*.js', 'src/**/*.json'],
    exclude: [
      'node_modules/',
      'build/',
      'dist/',
      '.cache/',
      '.tmp/',
      'src/admin/',
      'src/plugins/**',
    ],
  }),
  'src/admin/tsconfig.json': json({
    extends: '@strapi/typescript-utils/tsconfigs/admin',
    include: ['../plugins/**/admin/src/**/*', './'],
    exclude: ['node_modules/', 'build/', 'dist/', '**/*.test.ts'],
  }),
});

/**
 * Writes a fresh Strapi app, as `create-strapi` would, with the packed plugin among its dependencies.
 *
 * @param {string} folder where it goes
 * @param {'JavaScript' | 'TypeScript'} language
 * @param {string} tarball the packed plugin
 */
export const writeApp = (folder, language, tarball) => {
  const files = {
    'package.json': json(manifest(tarball)),
    'src/api/note/content-types/note/schema.json': json(note),
    'public/uploads/.gitkeep': '',
    'database/migrations/.gitkeep': '',
    ...(language === 'TypeScript' ? asTypeScript() : asJavaScript()),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};
