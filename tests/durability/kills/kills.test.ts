import { appendFileSync } from 'node:fs';
import { runCampaign } from './campaign';
import {
  defaultRoundsOn,
  missedSteps,
  MOST_SECOND_TRIES,
  planCampaigns,
  type KillStep,
} from './kill-plan';
import { sumOf } from './verdict';

const DATABASE = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
const ROUNDS = Number(process.env['DURABLE_KILL_ROUNDS'] ?? defaultRoundsOn(DATABASE));
/** Where `npm run test:durability` looks for what came of it. */
const REPORT_FILE = process.env['DURABLE_REPORT_FILE'];
/** Generous: on a machine with ten times the work a boot alone took half a minute. */
const ROUND_MS = 90_000;

const plan = planCampaigns(ROUNDS);
jest.setTimeout(240_000 + (ROUNDS + plan.length * MOST_SECOND_TRIES) * ROUND_MS);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

it(`loses nothing over ${ROUNDS} kills on ${DATABASE}`, async () => {
  const ends = await Promise.allSettled(
    plan.map((kills, number) => runCampaign({ kills, number, say })),
  );
  // The other campaign ended too: nothing is left running.
  const results = ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  const report = sumOf(results.map((result) => result.report));
  const deaths = new Map<KillStep, number>();
  for (const [step, count] of results.flatMap((result) => [...result.deaths])) {
    deaths.set(step, (deaths.get(step) ?? 0) + count);
  }
  say(`kills on ${DATABASE}, by step: ${JSON.stringify(Object.fromEntries(deaths))}`);
  const line = JSON.stringify({ database: DATABASE, ...report });
  say(line);
  // Before anything can fail: whoever asked for the report gets it.
  if (REPORT_FILE !== undefined) appendFileSync(REPORT_FILE, `${line}\n`);

  expect(missedSteps(plan, deaths)).toEqual([]);
  expect(results.flatMap(({ failures }) => failures)).toEqual([]);
  expect(results.flatMap(({ misfits }) => misfits)).toEqual([]);
  expect(report).toMatchObject({ lost: 0, phantom: 0 });
  expect(report.rounds).toBeGreaterThanOrEqual(ROUNDS);
  expect(report.committed).toBeGreaterThan(ROUNDS);
  expect(report.received).toBe(report.committed);
  expect(results.flatMap(({ unexplained }) => unexplained)).toEqual([]);
  expect(results.flatMap(({ outOfOrder }) => outOfOrder)).toEqual([]);
  expect(report.duplicates).toBeLessThanOrEqual(report.inFlightAtKill);
  expect(results.flatMap(({ givenUp }) => givenUp)).toEqual([]);
  expect(results.map(({ aged }) => aged)).toEqual(results.map(() => 0));
});
