/** How fast the plugin is, beside Strapi's own webhooks in the same run. Build the plugin first; `npm run bench` does. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { databaseFault } from './databases.mjs';
import { describeMachine } from './machine.mjs';
import { measures } from './measures/index.mjs';
import { holdRow } from './measures/event-loop.mjs';
import { halved } from './measures/row.mjs';
import { startReceiver } from './receiver/start-receiver.mjs';
import { printJson, printTable } from './report.mjs';

const BUILT = fileURLToPath(new URL('../dist/server/index.js', import.meta.url));
const QUICK_ROUNDS = 3;
const ROUNDS = 5;

const USAGE = `npm run bench                          everything, five rounds: about three quarters of an hour
npm run bench -- --json                the result as one JSON object on the last line too
npm run bench -- --only drain-sqlite   these measures alone, by name or by the beginning of it
npm run bench -- --rounds 3            so many rounds
npm run bench -- --quick               the short form for CI: half of each ratio is enough, and missing it fails
npm run bench -- --list                the names

BENCH_PROFILES=<folder> writes a CPU profile of every app; bench/summarise-profile.mjs reads them.`;

/** What was typed was wrong. */
class UsageError extends Error {}

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        only: { type: 'string' },
        rounds: { type: 'string' },
      },
    });
    if (values.rounds !== undefined && !/^[1-9]\d*$/.test(values.rounds)) {
      throw new Error(`--rounds ${values.rounds}: a whole number of at least 1 was expected`);
    }
    return values;
  } catch (error) {
    throw new UsageError(error.message);
  }
};

let options;

/** A whole name means that measure; the beginning of some means all of them. */
const chosenBy = (word) => {
  const exact = measures.filter(({ name }) => name === word);
  return exact.length > 0 ? exact : measures.filter(({ name }) => name.startsWith(word));
};

const chosen = () => {
  const wanted = options.only?.split(',') ?? null;
  if (wanted === null) return measures.filter(({ inQuick }) => !options.quick || inQuick);
  const unknown = wanted.filter((word) => chosenBy(word).length === 0);
  if (unknown.length > 0)
    throw new UsageError(`There is no measure ${unknown.join(', ')}; --list names them`);
  const found = new Set(wanted.flatMap(chosenBy));
  return measures.filter((measure) => found.has(measure));
};

/** What a measure finds around it. */
const createContext = (receiver, machine) => {
  const holds = [];
  const context = {
    current: '',
    receiver,
    quick: options.quick,
    rounds: Number(options.rounds ?? (options.quick ? QUICK_ROUNDS : ROUNDS)),
    holds,
    failed: [],
    held: (ms) => holds.push({ name: context.current, ms }),
    durability: (kind, words) => {
      machine.durability = { ...machine.durability, [kind]: words };
    },
    progress: (name, round) => console.error(`  ${name}, round ${round + 1}`),
  };
  return context;
};

const runOne = async (measure, context) => {
  const fault = await databaseFault(measure.database);
  if (fault !== null) {
    console.error(`!!! ${measure.name} is skipped: ${fault}`);
    return [];
  }
  const beganAt = performance.now();
  context.current = measure.name;
  const rows = await measure.run(context).catch((error) => {
    // The others are still worth knowing; the run fails at its end.
    console.error(`!!! ${measure.name} failed: ${error.stack}`);
    context.failed.push(measure.name);
    return [];
  });
  console.error(`${measure.name}: ${((performance.now() - beganAt) / 1000).toFixed(0)} s`);
  return rows;
};

const forQuickRun = (row) => {
  if (!options.quick || row.target === null) return row;
  const target = halved({ value: row.target, direction: row.direction });
  const met =
    target.direction === 'at least' ? row.ratio >= target.value : row.ratio <= target.value;
  return { ...row, target: target.value, met };
};

const main = async () => {
  options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (options.list) {
    for (const { name } of measures) console.log(name);
    return 0;
  }
  if (!existsSync(BUILT)) throw new Error('The plugin is not built: run "npm run build" first');
  const list = chosen();
  const machine = describeMachine();
  const receiver = await startReceiver();
  const context = createContext(receiver, machine);
  const rows = [];
  for (const measure of list) rows.push(...(await runOne(measure, context)));
  if (!options.quick && context.holds.length > 0) rows.push(holdRow(context.holds));
  await receiver.stop();
  machine.loadAfter = Number(loadavg()[0].toFixed(2));
  const final = rows.map(forQuickRun);
  if (final.length > 0) printTable(final);
  console.log(`\n${JSON.stringify(machine)}`);
  if (options.json) printJson(machine, final);
  if (context.failed.length > 0) console.log(`\nfailed: ${context.failed.join(', ')}`);
  const missed = options.quick && final.some(({ met }) => met === false);
  return missed || context.failed.length > 0 ? 1 : 0;
};

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
  process.exit(1);
}
