import { runCampaign } from './campaign';
import { sumOf } from './verdict';

const DATABASE = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
const ROUNDS = Number(process.env['DURABLE_KILL_ROUNDS'] ?? (DATABASE === 'sqlite' ? 50 : 20));
/** Booting is work for one core, so two campaigns go on side by side. */
const CAMPAIGNS = 2;
/** Generous: on a machine with ten times the work a boot alone took half a minute. */
const ROUND_MS = 90_000;

jest.setTimeout(240_000 + ROUNDS * ROUND_MS);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

it(`loses nothing over ${ROUNDS} kills on ${DATABASE}`, async () => {
  const ends = await Promise.allSettled(
    Array.from({ length: CAMPAIGNS }, (_campaign, number) =>
      runCampaign({
        rounds: Math.floor(ROUNDS / CAMPAIGNS) + (number < ROUNDS % CAMPAIGNS ? 1 : 0),
        number,
        say,
      }),
    ),
  );
  // The other campaign ended too: nothing is left running.
  const results = ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
  const report = sumOf(results.map((result) => result.report));
  say(`kills on ${DATABASE}:`);
  for (const { deaths } of results) say(JSON.stringify(Object.fromEntries(deaths)));
  say(JSON.stringify(report));

  expect(results.flatMap(({ failures }) => failures)).toEqual([]);
  expect(results.flatMap(({ misfits }) => misfits)).toEqual([]);
  expect(report).toMatchObject({ rounds: ROUNDS, lost: 0, phantom: 0 });
  expect(report.committed).toBeGreaterThan(ROUNDS);
  expect(report.received).toBe(report.committed);
  expect(results.flatMap(({ unexplained }) => unexplained)).toEqual([]);
  expect(report.duplicates).toBeLessThanOrEqual(report.inFlightAtKill);
  expect(results.flatMap(({ givenUp }) => givenUp)).toEqual([]);
  expect(results.map(({ aged }) => aged)).toEqual(results.map(() => 0));
});
