import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUnderTest } from '../../helpers/database-under-test';
import { waitUntil } from '../../helpers/wait-until';
import { settleIn, startApp, type Field } from './field';
import { openJournal } from './journal';
import { MOST_SECOND_TRIES, planAgain, type Kill, type KillStep } from './kill-plan';
import { runRound } from './round';
import { isDrained, openTables } from './tables';
import { startTally } from './tally';
import { judge, type Report } from './verdict';

const DRAIN_MS = 180_000;

export interface CampaignOptions {
  readonly kills: readonly Kill[];
  /** Which of the campaigns side by side this is. */
  readonly number: number;
  readonly say: (line: string) => void;
}

/** What a campaign proved, and what it did. */
export interface CampaignResult {
  readonly report: Report;
  /** How often a process died at each step. */
  readonly deaths: ReadonlyMap<KillStep, number>;
  /** Events that were lost or that nothing stands for, and what the journal knows of each. */
  readonly misfits: readonly string[];
  /** Deliveries that were sent more often than kills explain. */
  readonly unexplained: readonly string[];
  /** Requests that did not keep the order of their document. */
  readonly outOfOrder: readonly string[];
  /** Saves that threw and should not have. */
  readonly failures: readonly string[];
  /** Deliveries that ended without success, in a few words each. */
  readonly givenUp: readonly string[];
  /** Rows that the pruning left behind. */
  readonly aged: number;
}

const takeStock = async ({ tables, journal, inFlight }: Field): Promise<void> => {
  await tables.settle();
  for (const id of await tables.leased()) inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
  journal.catchUp();
};

/**
 * The last boot: nothing is written and nothing is killed until all is delivered and pruned.
 *
 * @param killedForMs - for how long there were kills: what was interrupted often waits for about as long once more
 */
const drain = async (field: Field, killedForMs: number): Promise<void> => {
  const app = await startApp(field, null);
  await settleIn(field, app);
  await waitUntil(() => field.tables.waiting(), isDrained, 'the drain', DRAIN_MS + killedForMs);
  await waitUntil(
    () => field.tables.countAged(),
    (count) => count === 0,
    'the pruning',
    DRAIN_MS,
  );
  await app.terminate();
};

/** @returns how many kills there were: a step that did not come is planned again */
const killAgainAndAgain = async (field: Field, options: CampaignOptions): Promise<number> => {
  const { kills, number, say } = options;
  const waiting = [...kills];
  let rounds = 0;
  let secondTries = 0;
  for (let kill = waiting.shift(); kill !== undefined; kill = waiting.shift()) {
    const step = await runRound(field, kill);
    rounds += 1;
    field.deaths.set(step, (field.deaths.get(step) ?? 0) + 1);
    await takeStock(field);
    const missed = step === kill.step ? '' : `, for ${kill.step} did not come`;
    say(`campaign ${number}, round ${rounds} of ${kills.length}: killed ${step}${missed}`);
    if (field.deaths.has(kill.step) || secondTries >= MOST_SECOND_TRIES) continue;
    secondTries += 1;
    waiting.push(planAgain(kill));
  }
  return rounds;
};

const fight = async (field: Field, options: CampaignOptions): Promise<CampaignResult> => {
  const startedAtMs = performance.now();
  const rounds = await killAgainAndAgain(field, options);
  await drain(field, performance.now() - startedAtMs);
  const { report, missing, unowed, unexplained } = judge({
    rounds,
    webhookIds: field.webhookIds,
    owed: field.journal.owed(),
    byDelivery: field.tally.byDelivery,
    inFlight: field.inFlight,
    failures: await field.tables.failuresByDelivery(),
    outOfOrder: field.tally.outOfOrder,
  });
  return {
    report,
    misfits: [...missing, ...unowed].map((key) => `${key}\n${field.journal.historyOf(key)}`),
    unexplained,
    outOfOrder: field.tally.outOfOrder,
    deaths: field.deaths,
    failures: field.journal.failures,
    givenUp: await field.tables.givenUp(),
    aged: await field.tables.countAged(),
  };
};

/**
 * Kills one app again and again while it writes and delivers; each boot recovers from the kill before it.
 *
 * @param options - how often
 * @returns what was lost, and what was sent too often
 */
export const runCampaign = async (options: CampaignOptions): Promise<CampaignResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-kills-'));
  await mkdir(join(folder, 'uploads'));
  const database = await databaseUnderTest();
  const tally = await startTally();
  try {
    return await fight(
      {
        database,
        folder,
        tally,
        tables: openTables(database),
        journal: openJournal(join(folder, 'journal')),
        webhookIds: [],
        inFlight: new Map(),
        deaths: new Map(),
      },
      options,
    );
  } finally {
    await tally.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
};
