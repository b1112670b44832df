import { join, resolve } from 'node:path';
import { startAppProcess, type AppProcess } from '../../helpers/app-process';
import type { TestDatabase } from '../../helpers/database-under-test';
import type { Journal } from './journal';
import { isStepOfTheProcess, type Kill, type KillStep } from './kill-plan';
import type { Tables } from './tables';
import type { Tally } from './tally';

const FIXTURES = resolve(__dirname, '..', '..', 'fixtures', 'durability');
const PRELOAD = [join(FIXTURES, 'trap.cjs'), join(FIXTURES, 'writer.cjs')];

const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const RESOLVE = 'return durability.resolve(strapi, argument);';

/** The first has what is usual, the second keeps the order of documents. */
const webhooksOf = ({ url, orderedUrl }: Tally): readonly object[] => [
  { deliveryUrl: url },
  { deliveryUrl: orderedUrl, ordering: 'document' },
];

const SETTINGS = {
  timeoutMs: 500,
  connectTimeoutMs: 400,
  lease: { durationMs: 2_000 },
  retry: { schedule: Array<number>(50).fill(0.2), jitter: 0 },
  maxConsecutiveFailures: 1_000_000,
  pollIntervalMs: 200,
  topics: [{ name: 'shop.order' }],
};

/** What the rounds of one campaign share. */
export interface Field {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly tables: Tables;
  readonly tally: Tally;
  readonly journal: Journal;
  readonly webhookIds: string[];
  readonly inFlight: Map<string, number>;
  readonly deaths: Map<KillStep, number>;
}

/**
 * Boots the app.
 *
 * @param field - on which database
 * @param kill - where it will die, when it can see that step itself; null for a life without an end
 */
export const startApp = (field: Field, kill: Kill | null): Promise<AppProcess> => {
  const trapped = kill !== null && isStepOfTheProcess(kill.step);
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
export const settleIn = async (field: Field, app: AppProcess): Promise<void> => {
  for (const webhook of webhooksOf(field.tally).slice(field.webhookIds.length)) {
    const topics = ['entry.*', 'shop.order'];
    const id = await app.run<number>(CREATE_WEBHOOK, { topics, ...webhook });
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
