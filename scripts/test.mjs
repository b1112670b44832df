/**
 * npm test: from a fresh clone to one line that says what passed and what failed.
 *
 *   npm test                      everything that can run here
 *   npm test -- unit lint         these suites alone
 *   npm test -- durability        the suites that run only when they are named
 *   npm test -- integration       the integration suite on each database that is reachable
 *   CI=true npm test              a suite that cannot run is a failure
 */
import { heading, runSuites } from './run/run-suites.mjs';
import { installMissing, SetupError } from './run/setup.mjs';
import { suites } from './run/suites.mjs';

const chosen = (all, words) => {
  const unknown = words.filter(
    (word) => !all.some(({ name }) => name === word || name.startsWith(`${word}:`)),
  );
  if (unknown.length > 0) {
    throw new SetupError(
      `There is no suite ${unknown.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`,
    );
  }
  if (words.length === 0) return all.filter(({ onRequest }) => onRequest !== true);
  const asked = ({ name }) => words.some((word) => name === word || name.startsWith(`${word}:`));
  const buildFirst = all.some((suite) => asked(suite) && suite.jestProjects !== undefined);
  return all.filter((suite) => asked(suite) || (buildFirst && suite.name === 'build'));
};

const main = async () => {
  const list = chosen(suites(), process.argv.slice(2));
  heading('Setting up');
  await installMissing();
  return runSuites(list);
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof SetupError ? `\n${error.message}` : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
