import { chromiumFault, findChromium, mysqlFault, postgresFault } from './surroundings.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name what `npm test -- <name>` runs
 * @property {string} [npmScript] a check that passes or fails as a whole
 * @property {readonly string[]} [jestProjects] or folders of tests, counted one by one
 *   (they meet the plugin as Strapi loads it, so it is built before them)
 * @property {readonly string[]} [options] which tests of those folders
 * @property {number} budgetSeconds a suite that needs longer is stopped and has failed
 * @property {Record<string, string>} [env]
 * @property {boolean} [onRequest] it runs only when it is named
 * @property {string} [together] neighbours that share it run a few at a time
 * @property {() => string | null | Promise<string | null>} [fault] why it cannot run here
 */

const check = (npmScript, budgetSeconds, together) => ({
  name: npmScript,
  npmScript,
  budgetSeconds,
  ...(together === undefined ? {} : { together }),
});

const onDatabase = (project, database, budgetSeconds, fault) => ({
  name: `${project}:${database}`,
  together: 'built',
  jestProjects: [project],
  budgetSeconds,
  env: { DURABLE_TEST_DATABASE: database },
  fault,
});

/** The databases, and why one cannot be tested here. */
const DATABASES = [
  ['sqlite', undefined],
  ['postgres', postgresFault],
  ['mysql', mysqlFault],
];

/** Every suite: what needs no build first, then the longest, so that none is left over at the end. @returns {Suite[]} */
export const suites = () => [
  // Nothing that reads the sources looks at what is built, so the build need not have the machine for itself.
  check('build', 180, 'unbuilt'),
  check('lint', 300, 'unbuilt'),
  check('typecheck', 300, 'unbuilt'),
  check('format:check', 120, 'unbuilt'),
  check('cycles', 60, 'unbuilt'),
  {
    name: 'browser',
    jestProjects: ['browser'],
    budgetSeconds: 1500,
    together: 'built',
    env: { DURABLE_TEST_CHROMIUM: findChromium() ?? '' },
    fault: chromiumFault,
  },
  ...DATABASES.map(([database, fault]) => onDatabase('integration', database, 2000, fault)),
  { name: 'admin', jestProjects: ['admin'], budgetSeconds: 900, together: 'built' },
  ...DATABASES.map(([database, fault]) => onDatabase('conformance', database, 400, fault)),
  { name: 'unit', jestProjects: ['unit', 'project'], budgetSeconds: 400, together: 'built' },
  check('verify', 120, 'built'),
  ...durability(),
];

/**
 * Only when asked for: it takes a third as long as all of the others. SQLite's many kills are a suite of their own, and what
 * receivers do, which is the same on each database, is tried beside SQLite alone.
 */
const durability = () => {
  const [sqlite, ...servers] = DATABASES.map(([database, fault]) => ({
    ...onDatabase('durability', database, 1500, fault),
    onRequest: true,
  }));
  const kills = 'tests/durability/kills/';
  const receivers = 'tests/durability/bad-';
  return [
    ...servers.map((suite) => ({ ...suite, options: ['--testPathIgnorePatterns', receivers] })),
    { ...sqlite, name: 'durability:sqlite-kills', options: ['--testPathPatterns', kills] },
    { ...sqlite, options: ['--testPathIgnorePatterns', kills] },
  ];
};
