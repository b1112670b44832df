import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAppProcess, type AppProcess } from '../../helpers/app-process';
import { databaseUnderTest, type TestDatabase } from '../../helpers/database-under-test';
import { waitUntil } from '../../helpers/wait-until';
import { openJournal, type Journal } from './journal';
import { planKills, STEPS_OF_THE_PROCESS, type Kill, type KillStep } from './kill-plan';
import { openTables, type Tables } from './tables';
import { startTally, type Tally } from './tally';
import { judge, type Report } from './verdict';

const FIXTURES = resolve(__dirname, '..', '..', 'fixtures', 'durability');
const PRELOAD = [join(FIXTURES, 'trap.cjs'), join(FIXTURES, 'writer.cjs')];

const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const RESOLVE = 'return durability.resolve(strapi, argument);';
const ARM_AND_WRITE = 'durability.arm(); await durability.write(strapi, argument);';

/** A step that does not come within this time, on a slow machine, becomes a kill at a moment of chance. */
const STEP_PATIENCE_MS = 15_000;
const FIRST_CHANGE_MS = 60_000;
const DRAIN_MS = 180_000;
/** More than three batches. */
const AGED_COUNT = 700;
const WEBHOOK_COUNT = 2;

const SETTINGS = {
  timeoutMs: 500,
  connectTimeoutMs: 400,
  lease: { durationMs: 2_000 },
  retry: { schedule: Array<number>(50).fill(0.2), jitter: 0 },
  maxConsecutiveFailures: 1_000_000,
  pollIntervalMs: 200,
  topics: [{ name: 'shop.order' }],
};

export interface CampaignOptions {
  readonly rounds: number;
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
  /** Saves that threw and should not have. */
  readonly failures: readonly string[];
  /** Deliveries that ended without success, in a few words each. */
  readonly givenUp: readonly string[];
  /** Rows that the pruning left behind. */
  readonly aged: number;
}

/** What the rounds of one campaign share. */
interface Field {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly tables: Tables;
  readonly tally: Tally;
  readonly journal: Journal;
  readonly webhookIds: string[];
  readonly inFlight: Map<string, number>;
  readonly deaths: Map<KillStep, number>;
}

const start = (field: Field, kill: Kill | null): Promise<AppProcess> => {
  const trapped = kill !== null && STEPS_OF_THE_PROCESS.some((step) => step === kill.step);
  const pruning = kill === null || kill.step === 'mid-prune';
  return startAppProcess(
    {
      ...field.database.environment,
      PUBLIC_DIR: field.folder,
      DURABLE_JOURNAL: field.journal.path,
      ...(trapped && { DURABLE_TRAP: JSON.stringify({ step: kill.step, nth: kill.nth }) }),
      DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
        ...SETTINGS,
        pruneIntervalMs: pruning ? 100 : 60_000,
      }),
    },
    PRELOAD,
  );
};

/** What every boot does first: webhooks when there are none yet, and the changes that nobody knows of. */
const settleIn = async (field: Field, app: AppProcess): Promise<void> => {
  while (field.webhookIds.length < WEBHOOK_COUNT) {
    const id = await app.run<number>(CREATE_WEBHOOK, {
      topics: ['entry.*', 'shop.order'],
      deliveryUrl: `${field.tally.url}/${field.webhookIds.length}`,
    });
    field.webhookIds.push(String(id));
  }
  const unknown = field.journal.unknown();
  field.journal.resolve(
    await app.run<boolean[]>(
      RESOLVE,
      unknown.map(({ probe }) => probe),
    ),
  );
};

/** Kills the process when the receiver has seen so many requests, or has answered them. */
const killAtReceiver = ({ tally }: Field, kill: Kill, app: AppProcess): void => {
  let seen = 0;
  const strike = (): void => {
    seen += 1;
    if (seen === kill.nth) app.signal('SIGKILL');
  };
  tally.watch(kill.step === 'mid-request' ? { arrived: strike } : { answered: strike });
};

const writeUntilKilled = async (field: Field, kill: Kill, app: AppProcess): Promise<KillStep> => {
  app.run(ARM_AND_WRITE, { journalPath: field.journal.path }).catch(() => undefined);
  if (kill.step === 'mid-request' || kill.step === 'after-response') {
    killAtReceiver(field, kill, app);
  }
  let isOver = false;
  const ended = app.ended.then(() => {
    isOver = true;
  });
  const hasBegun = (): boolean => field.journal.catchUp() || isOver;
  await waitUntil(hasBegun, Boolean, 'the first change', FIRST_CHANGE_MS);
  const patience = new AbortController();
  const afterMs = kill.step === 'random' ? kill.afterMs : STEP_PATIENCE_MS;
  const reached = await Promise.race([
    ended.then(() => true),
    pause(afterMs, false, { signal: patience.signal }).catch(() => false),
  ]);
  patience.abort();
  field.tally.watch(null);
  await app.kill();
  return reached ? kill.step : 'random';
};

const dieWhileMigrating = async (field: Field, kill: Kill): Promise<KillStep> => {
  await field.tables.forgetMigrations();
  const app = await start(field, kill).catch(() => null);
  if (app === null) return kill.step;
  // Its migration had fewer statements.
  await app.kill();
  return 'random';
};

const runRound = async (field: Field, kill: Kill): Promise<KillStep> => {
  if (kill.step === 'mid-migration') return dieWhileMigrating(field, kill);
  const app = await start(field, kill);
  await settleIn(field, app);
  const [ownerId] = field.webhookIds;
  if (kill.step === 'mid-prune' && ownerId !== undefined) {
    await field.tables.addAged(ownerId, AGED_COUNT);
  }
  return writeUntilKilled(field, kill, app);
};

const takeStock = async ({ tables, journal, inFlight }: Field): Promise<void> => {
  await tables.settle();
  for (const id of await tables.leased()) inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
  journal.catchUp();
};

/** The last boot: nothing is written and nothing is killed until all is delivered and pruned. */
const drain = async (field: Field): Promise<void> => {
  const app = await start(field, null);
  await settleIn(field, app);
  await waitUntil(() => field.tables.isDrained(), Boolean, 'the drain', DRAIN_MS);
  await waitUntil(
    () => field.tables.countAged(),
    (count) => count === 0,
    'the pruning',
    DRAIN_MS,
  );
  await app.terminate();
};

const fight = async (field: Field, options: CampaignOptions): Promise<CampaignResult> => {
  const { rounds, number, say } = options;
  for (const [round, kill] of planKills(rounds, number * 5).entries()) {
    const step = await runRound(field, kill);
    field.deaths.set(step, (field.deaths.get(step) ?? 0) + 1);
    await takeStock(field);
    say(`campaign ${number}, round ${round + 1} of ${rounds}: killed ${step}`);
  }
  await drain(field);
  const { report, missing, unowed, unexplained } = judge({
    rounds,
    webhookIds: field.webhookIds,
    owed: field.journal.owed(),
    byDelivery: field.tally.byDelivery,
    inFlight: field.inFlight,
    failures: await field.tables.failuresByDelivery(),
  });
  return {
    report,
    misfits: [...missing, ...unowed].map((key) => `${key}\n${field.journal.historyOf(key)}`),
    unexplained,
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
