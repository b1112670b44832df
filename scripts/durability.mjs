/**
 * npm run test:durability: the promises under kills, cuts and crowds.
 *
 *   npm run test:durability                          in brief, on each database that is reachable
 *   npm run test:durability -- --long --rounds 500   that many kills, every migration cut and a million pending, however long
 *   npm run test:durability -- --long --database postgres
 *
 * The last lines are one JSON object per database, also when something failed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './run/child.mjs';
import { reportLines } from './run/kill-reports.mjs';
import { root } from './run/root.mjs';
import { buildPlugin, installMissing } from './run/setup.mjs';
import { mysqlFault, postgresFault } from './run/surroundings.mjs';

const DATABASES = { sqlite: () => null, postgres: postgresFault, mysql: mysqlFault };
const DEFAULT_ROUNDS = '200';
const CROWD = '1000000';
const DAY_SECONDS = 24 * 3600;

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    rounds: { type: 'string', default: DEFAULT_ROUNDS },
    database: { type: 'string', multiple: true, default: Object.keys(DATABASES) },
  },
});

const reports = mkdtempSync(join(tmpdir(), 'durable-webhooks-durability-'));
/** Where the kills on every database write down what came of them. */
const REPORT = join(reports, 'report.jsonl');
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const inBrief = async () => {
  const command = [process.execPath, join(root, 'scripts', 'test.mjs'), 'durability'];
  const { ok } = await run('durability', command, {
    budgetSeconds: DAY_SECONDS,
    cwd: root,
    env: { DURABLE_REPORT_FILE: REPORT },
  });
  return ok;
};

const atLength = async () => {
  await installMissing();
  await buildPlugin();
  const verdicts = [];
  let ok = true;
  for (const database of values.database) {
    if ((await DATABASES[database]()) !== null) {
      verdicts.push(`${database}: SKIPPED`);
      continue;
    }
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const result = await run(
      `kills, cuts and crowds on ${database}`,
      [
        process.execPath,
        jest,
        '--selectProjects',
        'durability',
        '--maxWorkers=1',
        'kills|migration-cuts|crowds',
      ],
      {
        budgetSeconds: DAY_SECONDS,
        cwd: root,
        env: {
          DURABLE_TEST_DATABASE: database,
          DURABLE_KILL_ROUNDS: values.rounds,
          DURABLE_EVERY_CUT: 'true',
          DURABLE_CROWD: CROWD,
          DURABLE_REPORT_FILE: REPORT,
        },
      },
    );
    ok &&= result.ok;
    verdicts.push(`${database}: ${result.ok ? 'passed' : 'FAILED'}`);
  }
  console.log(`\n${verdicts.join('\n')}`);
  return ok;
};

const printReports = async (databases) => {
  const faults = new Map();
  for (const database of databases) faults.set(database, await DATABASES[database]());
  console.log(`\n${reportLines(readFileSync(REPORT, 'utf8'), faults).join('\n')}`);
};

const unknown = values.database.filter((name) => !(name in DATABASES));
if (!/^[1-9]\d*$/.test(values.rounds)) {
  console.error(`--rounds must be a whole number from 1, not ${values.rounds}`);
  process.exitCode = 1;
} else if (unknown.length > 0) {
  console.error(`--database must be ${Object.keys(DATABASES).join(', ')}, not ${unknown[0]}`);
  process.exitCode = 1;
} else {
  writeFileSync(REPORT, '');
  const ok = await (values.long ? atLength() : inBrief());
  await printReports(values.long ? values.database : Object.keys(DATABASES));
  process.exitCode = ok ? 0 : 1;
}
