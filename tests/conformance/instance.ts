import { resolveSettings } from '../../server/src/config/resolve';
import type { DeliveryId } from '../../server/src/domain/ids';
import { createDatabaseClock } from '../../server/src/dispatcher/database-clock';
import { exchangeWork, type ExchangeInput } from '../../server/src/pipeline/exchange-work';
import type { Database } from '../../server/src/pipeline/ports';
import { createWebhookDirectory } from '../../server/src/pipeline/webhook-directory';
import type { AttemptResult, LeasedDelivery } from '../../server/src/pipeline/work';
import { realSurroundings } from '../../server/src/services/surroundings';
import { anAttempt } from './fixture';

/** What an exchange brings along and asks for when nothing is going on. */
export const QUIET_EXCHANGE: ExchangeInput = {
  results: [],
  releases: [],
  capacityOf: () => 10,
  rests: () => false,
  eventLimit: 0,
  hasBacklog: () => false,
  manualFirst: () => true,
  keepsOrder: false,
  looksForEvents: true,
  looksForDue: true,
  expectedNowMs: () => null,
  notesClock: false,
};

const silentLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const { settings } = resolveSettings({
  serverWebhooks: {},
  plugin: { retry: { schedule: [60], jitter: 0 } },
  absoluteUrl: 'http://localhost',
  environment: 'test',
});

/** A dispatcher by hand: what it is handed out is known by the text of its body. */
export interface Instance {
  /** One exchange; the bodies that it handed out, sorted. */
  claim(over?: Partial<ExchangeInput>): Promise<string[]>;
  /** An exchange that brings the result of what was handed out before. */
  settle(body: string, outcome: 'success' | 'failure'): Promise<string[]>;
  release(...bodies: readonly string[]): Promise<void>;
  /** The result of what was handed out before, to bring along. */
  resultOf(body: string, outcome: 'success' | 'failure'): AttemptResult;
  /** What the last exchange said. */
  readonly fanOutIsBusy: boolean;
}

/**
 * Makes an instance.
 *
 * @param database - over a pool of its own
 * @param owner - its name in leases
 */
export const createInstance = (database: Database, owner: string): Instance => {
  const directory = createWebhookDirectory({
    stores: (read) => read(database.stores, false),
    surroundings: realSurroundings,
  });
  const held = new Map<string, LeasedDelivery>();
  const clock = createDatabaseClock(realSurroundings, silentLog);
  let fanOutIsBusy = false;

  const claim = async (over: Partial<ExchangeInput> = {}): Promise<string[]> => {
    const askedAtMs = realSurroundings.monotonicNow();
    const notesClock = clock.isNoteDue();
    const expectedNowMs = clock.expected;
    const outcome = await exchangeWork(
      () => ({ ...QUIET_EXCHANGE, keepsOrder: true, expectedNowMs, notesClock, ...over }),
      { database, directory, settings, surroundings: realSurroundings, owner },
    );
    clock.adopt(outcome, askedAtMs, notesClock);
    ({ fanOutIsBusy } = outcome);
    for (const work of outcome.work) held.set(work.body.toString('utf8'), work);
    return outcome.work.map(({ body }) => body.toString('utf8')).sort();
  };
  const deliveryOf = (body: string): LeasedDelivery => {
    const work = held.get(body);
    if (work === undefined) throw new Error(`${owner} never got ${body}`);
    return work;
  };

  const resultOf: Instance['resultOf'] = (body, outcome) => {
    const { delivery } = deliveryOf(body);
    const attempt = anAttempt(delivery.id, {
      number: delivery.attemptCount,
      trigger: delivery.leaseTrigger ?? 'scheduled',
      outcome,
    });
    return { owner, attempt, retryAfterMs: null };
  };

  return {
    claim,
    resultOf,
    settle: (body, outcome) => claim({ results: [resultOf(body, outcome)] }),
    release: async (...bodies) => {
      const ids: DeliveryId[] = bodies.map((body) => deliveryOf(body).delivery.id);
      await claim({ releases: ids, capacityOf: () => 0 });
    },
    get fanOutIsBusy() {
      return fanOutIsBusy;
    },
  };
};
