import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startAppProcess, type AppProcess } from '../../helpers/app-process';
import type { TestDatabase } from '../../helpers/databases';
import { waitUntil } from '../../helpers/wait-until';
import { openJournal, type Journal } from '../kills/journal';
import { isDrained, openTables } from '../kills/tables';
import { startTally } from '../kills/tally';
import { judge, type Report } from '../kills/verdict';

const FIXTURES = resolve(__dirname, '..', '..', 'fixtures', 'durability');
const PRELOAD = [join(FIXTURES, 'unhandled.cjs'), join(FIXTURES, 'writer.cjs')];
const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const WRITE = 'await durability.write(strapi, argument);';
const STOP = 'durability.stop();';
const PATIENCE_MS = 120_000;

const SETTINGS = {
  timeoutMs: 5_000,
  lease: { durationMs: 10_000 },
  retry: { schedule: Array<number>(50).fill(0.2), jitter: 0 },
  maxConsecutiveFailures: 1_000_000,
  pollIntervalMs: 200,
  topics: [{ name: 'shop.order' }],
};

/** A running app whose database is about to be troubled. */
export interface Patient {
  readonly app: AppProcess;
  readonly journal: Journal;
  /** How many events of saves are committed. */
  committed(): number;
  /** Waits until so many more saves have succeeded. */
  savesGoOn(count?: number): Promise<void>;
}

export interface OrdealResult {
  readonly report: Report;
  /** Deliveries that were sent again without a reason on record. */
  readonly unexplained: readonly string[];
  /** What those said that threw during the trouble, each with its causes. */
  readonly failuresInTrouble: readonly string[];
  /** What those said that threw before the trouble, or once saves had gone on after it. */
  readonly failuresInCalm: readonly string[];
  /** Rejections that nobody handled. */
  readonly unhandled: readonly string[];
}

/**
 * Troubles the database of an app that saves and delivers without a pause; then lets it recover by itself.
 *
 * @param database - whose tables; its drop is the caller's
 * @param environment - where the app finds it
 * @param trouble - does the harm, and takes it back
 * @returns what was lost
 */
export const ordeal = async (
  database: TestDatabase,
  environment: Readonly<Record<string, string>>,
  trouble: (patient: Patient) => Promise<void>,
): Promise<OrdealResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-trouble-'));
  await mkdir(join(folder, 'uploads'));
  const tally = await startTally();
  const journal = openJournal(join(folder, 'journal'));
  const app = await startAppProcess(
    {
      ...environment,
      PUBLIC_DIR: folder,
      DURABLE_WEBHOOKS_SETTINGS: JSON.stringify(SETTINGS),
    },
    PRELOAD,
  );
  let survived = true;
  void app.ended.then(() => {
    survived = false;
  });
  try {
    const webhookId = await app.run<number>(CREATE_WEBHOOK, {
      topics: ['entry.*', 'shop.order'],
      deliveryUrl: tally.url,
    });
    const writing = app
      .run(WRITE, { journalPath: journal.path, verifies: true })
      .catch(() => undefined);
    const committed = (): number => {
      journal.catchUp();
      return [...journal.owed().values()].reduce((sum, count) => sum + count, 0);
    };
    const savesGoOn = async (count = 20): Promise<void> => {
      const goal = committed() + count;
      await waitUntil(committed, (now) => now >= goal, `${count} more saves`, PATIENCE_MS);
    };
    await savesGoOn();
    const failuresBefore = journal.failures.slice();
    await trouble({ app, journal, committed, savesGoOn });
    await savesGoOn();
    const failuresInTrouble = journal.failures.slice(failuresBefore.length);
    await savesGoOn();

    await app.run(STOP);
    await writing;
    journal.catchUp();
    const tables = openTables(database);
    await waitUntil(() => tables.waiting(), isDrained, 'the drain', PATIENCE_MS);
    const verdict = judge({
      rounds: 1,
      webhookIds: [String(webhookId)],
      owed: journal.owed(),
      byDelivery: tally.byDelivery,
      inFlight: new Map(),
      failures: await tables.failuresByDelivery(),
      outOfOrder: tally.outOfOrder,
    });
    const unhandled = app.output.split('\n').filter((line) => line.startsWith('UNHANDLED'));
    for (const key of verdict.missing) {
      process.stderr.write(`never arrived: ${key}\n${journal.historyOf(key)}\n`);
    }
    const failuresAfter = journal.failures.slice(failuresBefore.length + failuresInTrouble.length);
    const failuresInCalm = [...failuresBefore, ...failuresAfter];
    return { ...verdict, failuresInTrouble, failuresInCalm, unhandled };
  } catch (error) {
    const state = survived ? 'lives' : 'has ended';
    throw new Error(`the app ${state}; it said:\n${app.output}`, { cause: error });
  } finally {
    await app.kill();
    await tally.close();
    await rm(folder, { recursive: true, force: true });
  }
};
