import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAppProcess, type AppProcess } from '../../helpers/app-process';
import { installedDatabase } from '../../helpers/database-under-test';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { waitUntil } from '../../helpers/wait-until';

const PRELOAD = resolve(__dirname, '..', '..', 'fixtures', 'durability', 'crowd.cjs');
const SERVICE = `strapi.plugin('durable-webhooks').service`;
const TOPIC = 'bench.burst';

/** Older than the retention: a round of pruning meets the events of all that is held, and must keep them. */
const AGE_DAYS = 60;
const PRUNE_INTERVAL_MS = 1_000;
const DRAIN_MS = 600;
const NEW_EVENTS = 600;
const AGED = 600;
const LISTINGS = 7;
const PATIENCE_MS = 60_000;

export interface CrowdApp {
  readonly app: AppProcess;
  stop(): Promise<void>;
}

/** Starts the playground in a process and on a database of its own, with the benchmark's means in it. */
export const startCrowdApp = async (
  settings: Readonly<Record<string, unknown>> = {},
): Promise<CrowdApp> => {
  const folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-crowd-'));
  await mkdir(join(folder, 'uploads'));
  const database = await installedDatabase();
  const app = await startAppProcess(
    {
      ...database.environment,
      PUBLIC_DIR: folder,
      DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({ ...FAST_SETTINGS, ...settings }),
    },
    [PRELOAD],
  );
  const stop = async (): Promise<void> => {
    await app.kill();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  return { app, stop };
};

/** The milliseconds of each kind of statement in a transaction, as bench/app/statement-watch.cjs tells them. */
type Costs = Readonly<Record<string, number>>;

/** What was measured, by its name: one number for each time that it was done. */
export type Samples = Readonly<Record<string, readonly number[]>>;

const of = (costs: readonly Costs[], essential: string, others: readonly string[] = []) =>
  costs
    .filter((each) => each[essential] !== undefined)
    .map((each) => [essential, ...others].reduce((all, kind) => all + (each[kind] ?? 0), 0));

/** Pages that people look at; each filter fits many. */
const PAGES: Readonly<Record<string, (webhookIds: readonly number[]) => object>> = {
  'the first page': () => ({}),
  'a page of a state': () => ({ state: ['held'] }),
  'a page of a webhook': ([id]) => ({ webhookId: id }),
  'a page of a topic': () => ({ topic: [TOPIC] }),
};

/** Two webhooks with so many deliveries that are due; they are paused but for the moments of claiming. */
export interface Crowd {
  readonly app: AppProcess;
  /** Claims, fans out, lists and prunes beside all that is there. */
  measure(): Promise<Samples>;
  /**
   * Publishes so many entries, one right after another, for a webhook of their own.
   *
   * @returns for how many milliseconds of the processor's time the plugin's statements held the event loop at a time, at most
   */
  publish(count: number): Promise<number>;
}

export const settingsOfCrowd = {
  // So few at once, to a receiver that takes its time, that each claim is of about as many, and none is of the last few.
  concurrency: { perWebhook: 4 },
  pruneIntervalMs: PRUNE_INTERVAL_MS,
  retention: { days: 14, heldPerWebhook: 100_000_000 },
};

export const fillCrowd = async (
  app: AppProcess,
  size: number,
  deliveryUrl: string,
): Promise<Crowd> => {
  const ask = <T>(action: string, argument?: unknown): Promise<T> =>
    app.run<T>(`return crowdIn(strapi).${action}(argument);`, argument);
  await ask('countNew');
  const create = (input: object): Promise<number> =>
    app.run(`return (await ${SERVICE}('webhooks').create(argument)).webhook.id;`, {
      deliveryUrl,
      ...input,
    });
  const ids: number[] = [];
  for (let made = 0; made < 2; made += 1) {
    ids.push(await create({ topics: [TOPIC], status: 'paused' }));
  }
  await create({ topics: ['entry.publish'] });
  const fill = (count: number) => ask('fillDue', { count, webhookIds: ids, ageDays: AGE_DAYS });
  await fill(size);

  const setAll = (status: string): Promise<void> =>
    app.run(
      `for (const id of argument.ids) await ${SERVICE}('webhooks').update(id, { status: argument.status });`,
      { ids, status },
    );
  const watched = async (work: () => Promise<unknown>): Promise<Costs[]> => {
    await ask('startWatch');
    await work();
    return ask<Costs[]>('stopWatch');
  };
  const isNone = (count: number): boolean => count === 0;

  const list = async (): Promise<Samples> => {
    const samples: Record<string, number[]> = {};
    for (const [name, queryFor] of Object.entries(PAGES)) {
      samples[name] = await app.run<number[]>(
        `const times = [];
        for (let count = 0; count < ${LISTINGS}; count += 1) {
          const beganAt = performance.now();
          const { deliveries } = await ${SERVICE}('deliveries').search({ filters: argument });
          times.push(performance.now() - beganAt);
          if (deliveries.length === 0) throw new Error('an empty page');
        }
        return times;`,
        queryFor(ids),
      );
    }
    return samples;
  };

  return {
    app,
    async measure() {
      const missing = size - (await ask<number>('countDue'));
      if (missing > size / 20) await fill(missing);
      const claimed = await watched(async () => {
        await setAll('active');
        await pause(DRAIN_MS);
        await setAll('paused');
      });
      const fannedOut = await watched(async () => {
        await ask('fillEvents', { count: NEW_EVENTS, bytes: 100 });
        await waitUntil(() => ask<number>('countNew'), isNone, 'the fan-out', PATIENCE_MS);
      });
      const pages = await list();
      const pruned = await watched(async () => {
        await ask('ageDeliveries', { webhookId: ids[0], count: AGED });
        await waitUntil(() => ask<number>('countAged'), isNone, 'the pruning', PATIENCE_MS);
        // What is held comes first in a round, and the events come last.
        await waitUntil(
          () => ask<Costs[]>('stopWatch'),
          (costs) => of(costs, 'held').length > 0 && of(costs, 'orphans').length > 1,
          'a whole round of pruning',
          PATIENCE_MS,
        );
      });
      return {
        claim: of(claimed, 'lease', ['due']),
        'fan-out': of(fannedOut, 'fanOut', ['pending']),
        'a batch of pruning': of(pruned, 'delete', ['prune']),
        'a look for orphans': of(pruned, 'orphans'),
        'a count of what is held': of(pruned, 'held'),
        ...pages,
      };
    },
    async publish(count) {
      await ask('startStretches');
      await ask('publishInARow', { count });
      await waitUntil(() => ask<number>('countNew'), isNone, 'the fan-out', PATIENCE_MS);
      return (await ask<{ longestMs: number }>('stopStretches')).longestMs;
    },
  };
};
