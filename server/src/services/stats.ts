import { statsQuerySchema, type StatsQuery, type StatsView } from '../contracts/stats';
import { percentilesOf } from '../domain/percentiles';
import { bucketsOf, endOf, type TimeBuckets } from '../domain/time-buckets';
import { PluginError } from '../errors/plugin-error';
import type { Database } from '../pipeline/ports';
import { readStats, type Numbers } from '../pipeline/read-stats';
import { checked } from './checked';
import { knownWebhookId, webhookNotFound } from './existing-webhook';

/** Numbers for charts: `strapi.plugin('durable-webhooks').service('stats')`. */
export interface StatsService {
  /**
   * Deliveries by state, by the time of their creation, and how long attempts took, by the time they began.
   * Every bucket of the range is there, as a whole minute, hour or day of UTC. Latencies are exact below
   * a second, to 1 % above; attempts that were interrupted are counted and have none.
   *
   * @throws PluginError `query_invalid` for a range that ends before it begins or has more than 1,000 buckets; `webhook_not_found`
   */
  read(query?: StatsQuery): Promise<StatsView>;
}

const MINUTE_MS = 60_000;
const STEP_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;
const DAY_MS = STEP_MS.day;
const MAX_BUCKETS = 1_000;
const PERCENTS = [50, 95, 99];

/**
 * Makes the service.
 *
 * @param deps - the database
 */
export const createStatsService = ({
  database: { stores },
}: {
  database: Pick<Database, 'stores'>;
}): StatsService => ({
  read: async (query = {}) => {
    const { webhookId, from, to, bucket } = checked(statsQuerySchema, query, 'query_invalid');
    const toMs = to === undefined ? await stores.now() : Date.parse(to);
    const fromMs = from === undefined ? toMs - DAY_MS : Date.parse(from);
    const buckets = rangeOf(fromMs, toMs, bucket);
    const owners = await stores.registry.listOwners();
    const meant = owners.filter(({ id }) => webhookId === undefined || id === webhookId);
    if (webhookId !== undefined && meant.length === 0) throw webhookNotFound(webhookId);
    const stats = await readStats(
      stores,
      meant,
      webhookId === undefined ? null : knownWebhookId(webhookId),
      buckets,
    );
    return {
      from: iso(buckets.fromMs),
      to: iso(endOf(buckets)),
      bucket,
      totals: numbersView(stats.totals),
      buckets: stats.buckets.map(({ atMs, numbers }) => ({
        at: iso(atMs),
        ...numbersView(numbers),
      })),
    };
  },
});

const rangeOf = (fromMs: number, toMs: number, bucket: keyof typeof STEP_MS): TimeBuckets => {
  if (fromMs >= toMs) throw wrong('from', 'must be before "to"');
  const buckets = bucketsOf(fromMs, toMs, STEP_MS[bucket]);
  if (buckets.count > MAX_BUCKETS) {
    throw wrong(
      'bucket',
      `the range has ${buckets.count} of them, and ${MAX_BUCKETS} are the most; choose longer ones or a shorter range`,
    );
  }
  return buckets;
};

const wrong = (field: string, message: string): PluginError =>
  new PluginError('query_invalid', { faults: [{ path: [field], message }] });

const numbersView = ({ states, attemptCount, durations }: Numbers): StatsView['totals'] => {
  const [p50, p95, p99] = percentilesOf(durations, PERCENTS) ?? [];
  return {
    ...states,
    attempts: attemptCount,
    latencyMs:
      p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 },
  };
};

const iso = (ms: number): string => new Date(ms).toISOString();
