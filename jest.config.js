'use strict';

const SECOND = 1000;

/** Every suite compiles with swc: types are checked by `npm run typecheck`, not while testing. */
const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    },
  ],
};

/** A suite is a folder of tests; what differs is how long one test may take. */
const suite = (displayName, testTimeout) => ({
  displayName,
  rootDir: __dirname,
  roots: [`<rootDir>/tests/${displayName}`],
  testMatch: ['**/*.test.ts'],
  testEnvironment: '<rootDir>/tests/helpers/leftovers-environment.cjs',
  globals: { SUITE_TIMEOUT_MS: testTimeout },
  setupFilesAfterEnv: ['<rootDir>/tests/helpers/suite-timeout.ts'],
  transform,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/playground/dist/'],
});

/** A suite whose tests start the playground on copies of one database. */
const suiteOnPlayground = (displayName, testTimeout) => ({
  ...suite(displayName, testTimeout),
  globalSetup: '<rootDir>/tests/helpers/install-playground.ts',
  globalTeardown: '<rootDir>/tests/helpers/uninstall-playground.ts',
});

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    suite('unit', 5 * SECOND),
    suite('project', 60 * SECOND),
    suite('conformance', 30 * SECOND),
    suiteOnPlayground('integration', 120 * SECOND),
    suiteOnPlayground('durability', 120 * SECOND),
    {
      ...suite('browser', 120 * SECOND),
      globalSetup: '<rootDir>/tests/browser/global-setup.ts',
    },
    require('./tests/admin/jest.config'),
  ],
  // A booted Strapi never gives all its memory back: with this a worker is replaced between files.
  workerIdleMemoryLimit: '1GB',
};
