import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './child.mjs';
import { root } from './root.mjs';

/** Whether a suite that cannot run is a failure; tests/helpers/strict.ts is the same for single tests. */
const strict = ['1', 'true'].includes(process.env.CI ?? '');
const reports = mkdtempSync(join(tmpdir(), 'durable-webhooks-test-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

/**
 * Jest's words for what was left open in the main process. Of a worker it only says that it took more than
 * half a second to end, which a busy machine does by itself: there tests/helpers/leftovers-environment.cjs looks.
 */
const LEFTOVERS = /did not exit one second after/;

/** What follows belongs to this. */
export const heading = (text) => console.log(`\n=== ${text}\n`);

/** A request to Strapi leaves much behind at once: with room for it a run takes a tenth less. */
const NURSERY = '--max-semi-space-size=64';

const jestCommand = (suite, report) => [
  process.execPath,
  NURSERY,
  join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
  '--selectProjects',
  ...suite.jestProjects,
  ...(suite.jestProjects.includes('unit') ? [] : ['--maxWorkers=1']),
  '--json',
  `--outputFile=${report}`,
  ...(suite.options ?? []),
];

/** The counts of a report; a file that could not even be loaded counts as one failure. */
const countsOf = (report) => {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
};

const runSuite = async (suite, held) => {
  const fault = (await suite.fault?.()) ?? null;
  if (fault !== null) {
    console.log(`!!! ${suite.name} CANNOT RUN: ${fault}`);
    if (strict) console.log('!!! CI is set, so this is a failure.');
    return {
      seconds: 0,
      verdict: strict ? 'FAILED: cannot run' : 'SKIPPED: cannot run',
      passed: 0,
      failed: strict ? 1 : 0,
      skipped: strict ? 0 : 1,
    };
  }

  const report = join(reports, `${suite.name.replaceAll(':', '-')}.json`);
  const command = suite.jestProjects
    ? jestCommand(suite, report)
    : ['npm', 'run', '--silent', suite.npmScript];
  const { budgetSeconds } = suite;
  const result = await run(suite.name, command, { budgetSeconds, cwd: root, env: suite.env, held });

  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (suite.jestProjects) {
    try {
      Object.assign(counts, countsOf(report));
    } catch {
      counts.failed = 1;
    }
  } else {
    counts[result.ok ? 'passed' : 'failed'] = 1;
  }
  const leftovers = LEFTOVERS.test(result.output);
  if ((!result.ok || leftovers) && counts.failed === 0) counts.failed = 1;

  const { seconds } = result;
  if (result.timedOut) return { ...counts, seconds, verdict: 'FAILED: over its time budget' };
  if (leftovers) return { ...counts, seconds, verdict: 'FAILED: a test left something running' };
  return { ...counts, seconds, verdict: counts.failed === 0 ? 'passed' : 'FAILED' };
};

const NOT_BUILT = {
  seconds: 0,
  verdict: 'FAILED: the plugin does not build',
  passed: 0,
  failed: 1,
  skipped: 0,
};

const printSummary = (rows) => {
  heading('Summary');
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, verdict, passed, failed, skipped, seconds, budgetSeconds } of rows) {
    const time = `${seconds.toFixed(0)} s of ${budgetSeconds} s`.padStart(14);
    const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    console.log(`${name.padEnd(width)}  ${time}  ${counts.padEnd(36)}  ${verdict}`);
  }
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const skipped = sum('skipped');
  console.log(
    `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  return sum('failed') === 0 && sum('passed') > 0;
};

/** Neighbours of the same `together` share the processors. */
const inGroups = (list) => {
  const groups = [];
  for (const suite of list) {
    const [first] = groups.at(-1) ?? [];
    const joins = suite.together !== undefined && suite.together === first?.together;
    if (joins) groups.at(-1).push(suite);
    else groups.push([suite]);
  }
  return groups;
};

/** Two processors are what the smallest machines have; a third suite would only make the others wait. */
const AT_ONCE = 2;

/** Does the work of each item, a few at once. The results are in the order of the items. */
const inTurns = async (items, work) => {
  const results = [];
  const waiting = [...items.entries()];
  const takeTurns = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, item] = next;
      results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return results;
};

/**
 * Runs suites one after the other, or a few at once where they may be, and says what came of each.
 *
 * @param {readonly import('./suites.mjs').Suite[]} list
 * @returns {Promise<boolean>} whether something passed and nothing failed
 */
export const runSuites = async (list) => {
  const rows = [];
  for (const group of inGroups(list)) {
    const titles = group.map((suite) => `${suite.name} (at most ${suite.budgetSeconds} s)`);
    heading(`${group.length > 1 ? `${AT_ONCE} at a time: ` : ''}${titles.join(', ')}`);
    const unbuilt = rows.some(({ name, failed }) => name === 'build' && failed > 0);
    const finished = await inTurns(group, async (suite, index) => {
      const outcome = unbuilt ? NOT_BUILT : await runSuite(suite, index > 0);
      return { ...suite, ...outcome };
    });
    for (const row of finished) {
      rows.push(row);
      console.log(`\n${row.name}: ${row.verdict}, ${row.seconds.toFixed(0)} s`);
    }
  }
  return printSummary(rows);
};
