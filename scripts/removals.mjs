/**
 * npm run test:removals: takes the protections away from the built plugin, one at a time, and sees the tests fail.
 * A test that passes without what it tests proves nothing.
 *
 *   npm run test:removals                 every protection, however long
 *   npm run test:removals -- lease clock  those with one of these words in their names
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROTECTIONS } from '../tests/removals/protections.mjs';
import { run } from './run/child.mjs';
import { root } from './run/root.mjs';
import { buildPlugin, installMissing } from './run/setup.mjs';

const MOST_SECONDS = 900;
const reports = mkdtempSync(join(tmpdir(), 'durable-webhooks-removals-'));
const REPORT = join(reports, 'report.json');
const BUILT = join(root, 'dist', 'server', 'index.js');

const without = (built, { name, edits }) =>
  edits.reduce((text, [from, to]) => {
    if (!text.includes(from))
      throw new Error(`"${name}": not in the built plugin any more: ${from}`);
    return text.replace(from, () => to);
  }, built);

const runTests = ({ name, tests, database }) =>
  run(
    name,
    [
      process.execPath,
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--selectProjects',
      tests.split('/')[0],
      '--maxWorkers=1',
      '--forceExit',
      '--json',
      `--outputFile=${REPORT}`,
      '--testPathPatterns',
      tests,
    ],
    {
      budgetSeconds: MOST_SECONDS,
      cwd: root,
      silent: true,
      env: { DURABLE_TEST_DATABASE: database },
    },
  );

/** The tests that failed; none when the run did not get as far as a report. */
const failedTests = () => {
  const { testResults } = JSON.parse(readFileSync(REPORT, 'utf8'));
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
};

const words = process.argv.slice(2);
const chosen = PROTECTIONS.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);

await installMissing();
await buildPlugin();
const built = readFileSync(BUILT, 'utf8');
const restore = () => writeFileSync(BUILT, built);
process.on('exit', () => {
  restore();
  rmSync(reports, { recursive: true, force: true });
});

const survivors = [];
for (const protection of chosen) {
  writeFileSync(BUILT, without(built, protection));
  writeFileSync(REPORT, '{"testResults":[]}');
  const { seconds } = await runTests(protection);
  restore();
  const failed = failedTests();
  const noticed = failed.length > 0;
  if (!noticed) survivors.push(protection.name);
  console.log(
    `${noticed ? 'noticed' : 'NOT NOTICED'} after ${seconds.toFixed(0)} s: without "${protection.name}" (${protection.tests}, ${protection.database})`,
  );
  for (const test of failed) console.log(`    ${test}`);
}
console.log(`\n${chosen.length - survivors.length} noticed, ${survivors.length} not`);
process.exitCode = survivors.length === 0 && chosen.length > 0 ? 0 : 1;
