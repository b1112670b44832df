import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playgroundAdmin, plugin } from './built.mjs';
import { run, start } from './child.mjs';
import { root } from './root.mjs';

const OLDEST_NODE = 20;
const INSTALL_SECONDS = 900;
const COMPILE_SECONDS = 600;
const BUILD_SECONDS = 180;
const ADMIN_BUILD_SECONDS = 360;

const COMPILER_HINT = `The SQLite driver (better-sqlite3) is a native module. Where no prebuilt one can be
fetched it is compiled, which takes about two minutes and needs python3, make and a C++ compiler:
  Debian, Ubuntu   apt-get install python3 make g++
  macOS            xcode-select --install
  Windows          the "Desktop development with C++" workload of Visual Studio Build Tools`;

export class SetupError extends Error {}

const must = (result, message) => {
  if (result.ok) return;
  throw new SetupError(result.timedOut ? `${message} (it took too long and was stopped)` : message);
};

const packagesOf = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** What the lock file wants and node_modules has not, or has in another version. */
const missingPackages = () => {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return ['node_modules'];
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json'))
    .filter(([place, wanted]) => {
      if (!place.includes('node_modules/') || wanted.optional || wanted.devOptional) return false;
      if (!existsSync(join(root, place))) return true;
      return !wanted.link && installed[place]?.version !== wanted.version;
    })
    .map(([place]) => place);
};

const sqliteWorks = async () => {
  const program = `new (require('better-sqlite3'))(':memory:').close()`;
  const child = start([process.execPath, '-e', program], { cwd: root, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code === 0;
};

/**
 * Installs what the lock file names and the machine lacks.
 *
 * @throws SetupError when Node is too old or something cannot be installed
 */
export const installMissing = async () => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    throw new SetupError(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}`);
  }
  const missing = missingPackages();
  if (missing.length > 0) {
    console.log(`Installing (npm ci): ${missing.length} missing, first ${missing[0]}`);
    console.log(`${COMPILER_HINT}\n`);
    must(
      await run('npm ci', ['npm', 'ci', '--no-audit', '--no-fund'], {
        budgetSeconds: INSTALL_SECONDS,
        cwd: root,
      }),
      `npm ci failed.\n${COMPILER_HINT}`,
    );
  }
  if (await sqliteWorks()) return;
  console.log('The SQLite driver does not load; compiling it (npm rebuild better-sqlite3)');
  must(
    await run('compiling better-sqlite3', ['npm', 'rebuild', 'better-sqlite3'], {
      budgetSeconds: COMPILE_SECONDS,
      cwd: root,
    }),
    `better-sqlite3 could not be built.\n${COMPILER_HINT}`,
  );
  if (!(await sqliteWorks())) {
    throw new SetupError(`better-sqlite3 was built and still does not load.\n${COMPILER_HINT}`);
  }
};

/**
 * Builds the plugin into dist/, unless it is what the sources make: Strapi loads what is built, never the sources.
 *
 * @throws SetupError when the build fails
 */
export const buildPlugin = async () => {
  if (plugin.isBuilt()) return 'nothing has changed';
  must(
    await run('building the plugin', ['npm', 'run', '--silent', 'build'], {
      budgetSeconds: BUILD_SECONDS,
      cwd: root,
      quiet: true,
    }),
    'The plugin does not build.',
  );
  return 'built';
};

/**
 * Builds the playground's admin panel with the built plugin in it, unless it was built from the same.
 *
 * @throws SetupError when the build fails
 */
export const buildPlaygroundAdmin = async () => {
  if (playgroundAdmin.isBuilt()) return 'nothing has changed';
  must(
    await run('building the admin panel', ['npm', 'run', '--silent', 'build'], {
      budgetSeconds: ADMIN_BUILD_SECONDS,
      cwd: join(root, 'playground'),
      quiet: true,
    }),
    "The playground's admin panel does not build.",
  );
  playgroundAdmin.noteBuilt();
  return 'built';
};
