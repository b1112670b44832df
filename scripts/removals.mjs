/**
 * npm run test:removals: takes the protections away, one at a time, and sees the tests fail.
 * A test that passes without what it tests proves nothing.
 *
 *   npm run test:removals                 every protection, however long
 *   npm run test:removals -- lease clock  those with one of these words in their names
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROTECTIONS } from '../tests/removals/protections.mjs';
import { run } from './run/child.mjs';
import { root } from './run/root.mjs';
import { buildPlugin, installMissing } from './run/setup.mjs';

const MOST_SECONDS = 900;
const reports = mkdtempSync(join(tmpdir(), 'durable-webhooks-removals-'));
const REPORT = join(reports, 'report.json');
const BUILT = 'dist/server/index.js';
/** The file that is without a protection now, as it was; outlives a run that is killed. */
const NOTE = join(root, 'node_modules', '.cache', 'durable-webhooks', 'removal.json');

const without = (whole, { name, file, edits }) =>
  edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`"${name}": not in ${file} any more: ${from}`);
    return text.replace(from, () => to);
  }, whole);

const remove = (protection) => {
  const place = join(root, protection.file);
  const whole = readFileSync(place, 'utf8');
  const text = without(whole, protection);
  mkdirSync(dirname(NOTE), { recursive: true });
  writeFileSync(NOTE, JSON.stringify({ place, whole }));
  writeFileSync(place, text);
};

const restore = () => {
  if (!existsSync(NOTE)) return;
  const { place, whole } = JSON.parse(readFileSync(NOTE, 'utf8'));
  writeFileSync(place, whole);
  rmSync(NOTE);
};

const runTests = ({ name, tests, database, env }) =>
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
      env: { DURABLE_TEST_DATABASE: database, ...env },
    },
  );

/** What a file says of its failed tests when it fails as a whole, because they left something open. */
const FAILED = /^ *FAILED (.+)$/gm;

/** The tests that failed, and what files said that failed without a test of theirs: that proves nothing. */
const readReport = () => {
  const { testResults } = JSON.parse(readFileSync(REPORT, 'utf8'));
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
  const breakdowns = testResults
    .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
    .map(({ message }) => message);
  const named = breakdowns.flatMap((message) => [...message.matchAll(FAILED)]);
  return { failed: [...failed, ...named.map(([, name]) => name)], breakdowns };
};

const words = process.argv.slice(2);
const chosen = PROTECTIONS.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);

restore();
await installMissing();
await buildPlugin();
process.on('exit', () => {
  restore();
  rmSync(reports, { recursive: true, force: true });
});

const survivors = [];
for (const { file = BUILT, ...rest } of chosen) {
  const protection = { file, ...rest };
  remove(protection);
  writeFileSync(REPORT, '{"testResults":[]}');
  const { seconds } = await runTests(protection);
  restore();
  const { failed, breakdowns } = readReport();
  const noticed = failed.length > 0;
  if (!noticed) survivors.push(protection.name);
  console.log(
    `${noticed ? 'noticed' : 'NOT NOTICED'} after ${seconds.toFixed(0)} s: without "${protection.name}" (${protection.tests}, ${protection.database})`,
  );
  for (const line of noticed ? failed : breakdowns) console.log(`    ${line}`);
}
console.log(`\n${chosen.length - survivors.length} noticed, ${survivors.length} not`);
process.exitCode = survivors.length === 0 && chosen.length > 0 ? 0 : 1;
