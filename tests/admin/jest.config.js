'use strict';

const { join } = require('node:path');

/** The panel's components, in a browser made of jsdom. */
module.exports = {
  displayName: 'admin',
  rootDir: join(__dirname, '..', '..'),
  roots: ['<rootDir>/tests/admin'],
  testMatch: ['**/*.test.tsx'],
  testEnvironment: '<rootDir>/tests/admin/helpers/environment.js',
  globals: { SUITE_TIMEOUT_MS: 60_000 },
  setupFilesAfterEnv: ['<rootDir>/tests/helpers/suite-timeout.ts'],
  setupFiles: ['<rootDir>/tests/admin/helpers/browser.tsx'],
  moduleNameMapper: {
    // The same admin without the content manager, whose editors jsdom cannot load.
    '^@strapi/strapi/admin$': '@strapi/admin/strapi-admin',
    // Strapi's admin and our panel share one, as in Strapi's bundle.
    '^react-intl$': '<rootDir>/node_modules/react-intl',
  },
  transform: {
    '^.+\\.[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Published as ES modules alone.
  transformIgnorePatterns: [
    '/node_modules/(?!(fractional-indexing|react-dnd|react-dnd-html5-backend|dnd-core|@react-dnd)/)',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/playground/'],
};
