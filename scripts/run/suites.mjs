import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';
import { chromiumFault, findChromium, mysqlFault, postgresFault } from './surroundings.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name what `npm test -- <name>` runs
 * @property {readonly string[]} [npmScript] a check that passes or fails as a whole
 * @property {readonly string[]} [jestProjects] or folders of tests, counted one by one
 * @property {number} budgetSeconds a suite that needs longer is stopped and has failed
 *   (they meet the plugin as Strapi loads it, so it is built before them)
 * @property {Record<string, string>} [env]
 * @property {boolean} [onRequest] it runs only when it is named
 * @property {string} [together] neighbours that share it run at the same time
 * @property {() => string | null | Promise<string | null>} [fault] why it cannot run here
 */

const check = (npmScript, budgetSeconds) => ({ name: npmScript, npmScript, budgetSeconds });

/** On a server a suite waits about as much as it computes, so those on PostgreSQL and MySQL share the time. */
const onDatabase = (project, database, budgetSeconds, fault) => ({
  name: `${project}:${database}`,
  ...(database === 'sqlite' ? {} : { together: project }),
  jestProjects: [project],
  budgetSeconds,
  env: { DURABLE_TEST_DATABASE: database },
  fault,
});

/** Suites of a folder that may not exist yet. */
const ifPresent = (project, suites) => (existsSync(join(root, 'tests', project)) ? suites : []);

/** Every suite, the cheapest first. @returns {Suite[]} */
export const suites = () => [
  check('format:check', 90),
  check('lint', 300),
  check('cycles', 60),
  check('typecheck', 240),
  check('build', 180),
  check('verify', 60),
  { name: 'unit', jestProjects: ['unit', 'project'], budgetSeconds: 240 },
  { name: 'admin', jestProjects: ['admin'], budgetSeconds: 240 },
  onDatabase('conformance', 'sqlite', 300),
  onDatabase('conformance', 'postgres', 300, postgresFault),
  onDatabase('conformance', 'mysql', 300, mysqlFault),
  onDatabase('integration', 'sqlite', 1000),
  onDatabase('integration', 'postgres', 1200, postgresFault),
  onDatabase('integration', 'mysql', 1200, mysqlFault),
  // Only when asked for, until it is measured that all of it takes eight minutes on a quiet machine.
  ...ifPresent(
    'durability',
    [
      onDatabase('durability', 'sqlite', 900),
      onDatabase('durability', 'postgres', 900, postgresFault),
      onDatabase('durability', 'mysql', 900, mysqlFault),
    ].map((suite) => ({ ...suite, onRequest: true })),
  ),
  ...ifPresent('browser', [
    {
      name: 'browser',
      jestProjects: ['browser'],
      budgetSeconds: 480,
      env: { DURABLE_TEST_CHROMIUM: findChromium() ?? '' },
      fault: chromiumFault,
    },
  ]),
];
