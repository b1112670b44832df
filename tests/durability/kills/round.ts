import { setTimeout as pause } from 'node:timers/promises';
import type { AppProcess } from '../../helpers/app-process';
import { waitUntil } from '../../helpers/wait-until';
import { settleIn, startApp, type Field } from './field';
import type { Kill, KillStep } from './kill-plan';

const ARM_AND_WRITE = 'durability.arm(); await durability.write(strapi, argument);';

/** A step that does not come within this time, on a slow machine, becomes a kill at a moment of chance. */
const STEP_PATIENCE_MS = 15_000;
const FIRST_CHANGE_MS = 60_000;
/** More than three batches. */
const AGED_COUNT = 700;

/** Kills the process when the receiver has seen so many requests, or has answered them. @returns whether it did */
const killAtReceiver = ({ tally }: Field, kill: Kill, app: AppProcess): (() => boolean) => {
  let seen = 0;
  const strike = (): void => {
    seen += 1;
    if (seen === kill.nth) app.signal('SIGKILL');
  };
  if (kill.step === 'mid-request') tally.watch({ arrived: strike });
  if (kill.step === 'after-response') tally.watch({ answered: strike });
  return () => seen >= kill.nth;
};

/** @returns whether the receiver saw the step at which it was killed */
const writeUntilKilled = async (field: Field, kill: Kill, app: AppProcess): Promise<boolean> => {
  const { journal, tally } = field;
  app.run(ARM_AND_WRITE, { journalPath: journal.path }).catch(() => undefined);
  const wasStruck = killAtReceiver(field, kill, app);
  let isOver = false;
  const ended = app.ended.then(() => {
    isOver = true;
  });
  const hasBegun = (): boolean => journal.catchUp() || isOver;
  await waitUntil(hasBegun, Boolean, 'the first change', FIRST_CHANGE_MS);
  const patience = new AbortController();
  const afterMs = kill.step === 'random' ? kill.afterMs : STEP_PATIENCE_MS;
  await Promise.race([
    ended,
    pause(afterMs, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
  tally.watch(null);
  await app.kill();
  return wasStruck();
};

const write = async (field: Field, kill: Kill): Promise<boolean> => {
  const app = await startApp(field, kill);
  await settleIn(field, app);
  const [ownerId] = field.webhookIds;
  if (kill.step === 'mid-prune' && ownerId !== undefined) {
    await field.tables.addAged(ownerId, AGED_COUNT);
  }
  return writeUntilKilled(field, kill, app);
};

/** @returns why the app did not start; null when it did, because its migration had fewer statements */
const migrate = async (field: Field, kill: Kill): Promise<Error | null> => {
  await field.tables.forgetMigrations();
  try {
    const app = await startApp(field, kill);
    await app.kill();
    return null;
  } catch (error) {
    return new Error('the app did not start', { cause: error });
  }
};

/**
 * Starts the app, lets it write and kills it.
 *
 * @param field - what the rounds share
 * @param kill - where
 * @returns where it really died: the step, or at a moment of chance because the step did not come
 */
export const runRound = async (field: Field, kill: Kill): Promise<KillStep> => {
  const { journal } = field;
  journal.catchUp();
  const deathsBefore = journal.deaths.length;
  const fault = kill.step === 'mid-migration' ? await migrate(field, kill) : null;
  const wasStruck = kill.step !== 'mid-migration' && (await write(field, kill));
  journal.catchUp();
  if (wasStruck || journal.deaths.length > deathsBefore) return kill.step;
  if (fault !== null) throw fault;
  return 'random';
};
