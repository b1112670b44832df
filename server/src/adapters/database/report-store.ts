import { isDeliveryId, isWebhookId, type DeliveryId, type WebhookId } from '../../domain/ids';
import { STORED_DELIVERY_STATES, type Delivery } from '../../domain/delivery';
import { TEST_TOPIC } from '../../domain/rules/topic';
import { beginsOf, endOf, inRows } from '../../domain/time-buckets';
import type { AttemptTimes, ReportStore, StateCounts } from '../../pipeline/ports';
import { inBatches } from './batches';
import { BRANCHES_PER_STATEMENT, idsOfBranch } from './delivery-branches';
import { readDelivery } from './delivery-row';
import type { Executor } from './executor';
import type { Fragment } from './lock-rows';
import { readChecked, readCheckedNumber, readInteger, type Row } from './rows';
import type { StoreContext } from './store-context';
import { INDEX_NAMES } from './tables';
import { unionAll } from './union-all';

const BUCKETS_PER_STATEMENT = 100;
const WEBHOOKS_PER_STATEMENT = 100;
/** `dlv_`, 32 digits and `_`: what follows in a delivery's id is its webhook. */
const WEBHOOK_IN_DELIVERY_ID = 38;

const NEWEST = {
  conditions: { scopes: [] },
  order: 'newest-first',
  after: null,
  limit: 1,
} as const;

const QUANTISED =
  'case when duration_ms < 1000 then duration_ms' +
  ' when duration_ms < 10000 then duration_ms - duration_ms % 10' +
  ' else duration_ms - duration_ms % 100 end';

/** A column of numbers, as a select. */
const literals = (name: string, numbers: readonly number[]): string =>
  numbers.map((number) => `select ${number} as ${name}`).join(' union all ');

/**
 * Numbers about the log, each read from an index alone.
 *
 * @param executor - what makes the statements
 */
export const createReportStore = (executor: Executor, context: StoreContext): ReportStore => {
  const { tables, quoted } = context;

  const rowsOf = ({ sql, bindings }: Fragment): Promise<Row[]> =>
    executor.select<Row[]>('*').from(executor.raw(`(${sql}) as report`, [...bindings]));

  const countIn = (state: string, stepMs: number): string =>
    `(select count(*) from ${quoted.deliveries} as delivery where delivery.webhook_id = webhook.id` +
    ` and delivery.state = '${state}' and delivery.created_at >= bucket.at_ms` +
    ` and delivery.created_at < bucket.at_ms + ${stepMs}` +
    ` and delivery.topic <> '${TEST_TOPIC}') as ${state}_count`;

  /** Counts rows of each webhook; `from` is a table with two places for values: the webhook's and `limit`'s. */
  const countsOf = async (
    webhookIds: readonly WebhookId[],
    from: string,
    limit: number,
  ): Promise<Map<WebhookId, number>> => {
    const counts = new Map<WebhookId, number>();
    for (const batch of inBatches(webhookIds, WEBHOOKS_PER_STATEMENT)) {
      const parts = batch.map((webhookId) => ({
        sql: `select ? as webhook_id, count(*) as row_count from ${from}`,
        bindings: [webhookId, webhookId, limit],
      }));
      for (const row of await rowsOf(unionAll(parts))) {
        counts.set(
          readCheckedNumber(row, 'webhook_id', isWebhookId),
          readInteger(row, 'row_count'),
        );
      }
    }
    return counts;
  };

  return {
    openCounts: (webhookIds, cap) =>
      countsOf(
        webhookIds,
        `(select 1 as one from ${quoted.deliveries}` +
          " where webhook_id = ? and state = 'pending' limit ?) as open_ones",
        cap,
      ),

    // What has failed before is not in the index. The oldest were tried first, so a few rows tell.
    retryingCounts: (webhookIds, sample) =>
      countsOf(
        webhookIds,
        `(select failed_attempt_count from ${quoted.deliveries}` +
          ` ${context.dialect.indexHint(INDEX_NAMES.deliveriesLog)}` +
          " where webhook_id = ? and state = 'pending' order by created_at, id limit ?) as oldest" +
          ' where failed_attempt_count > 0',
        sample,
      ),

    async latest(webhookIds) {
      const branches = webhookIds.flatMap((webhookId) =>
        STORED_DELIVERY_STATES.map((state) => ({ webhookId, state })),
      );
      const newest = new Map<WebhookId, Delivery>();
      for (const batch of inBatches(branches, BRANCHES_PER_STATEMENT)) {
        const ids = unionAll(batch.map((branch) => idsOfBranch(branch, NEWEST, context)));
        const rows = await rowsOf({
          sql:
            `select delivery.* from (${ids.sql}) as newest` +
            ` join ${quoted.deliveries} as delivery on delivery.id = newest.id`,
          bindings: ids.bindings,
        });
        for (const delivery of rows.map(readDelivery)) {
          const known = newest.get(delivery.webhookId);
          if (known === undefined || isNewer(delivery, known)) {
            newest.set(delivery.webhookId, delivery);
          }
        }
      }
      return [...newest.values()];
    },

    async lastAttempts(ids) {
      const lasts = new Map<DeliveryId, AttemptTimes>();
      for (const batch of inBatches(ids)) {
        const rows = await executor(tables.attempts)
          .select<Row[]>('delivery_id', 'outcome', 'started_at', 'duration_ms')
          .whereIn('delivery_id', batch)
          .orderBy('id');
        for (const row of rows) {
          const id = readChecked(row, 'delivery_id', isDeliveryId);
          if (row['outcome'] === 'interrupted') lasts.delete(id);
          else {
            lasts.set(id, {
              startedAtMs: readInteger(row, 'started_at'),
              durationMs: readInteger(row, 'duration_ms'),
            });
          }
        }
      }
      return lasts;
    },

    async stateCounts(webhookIds, buckets) {
      const counts: StateCounts[] = [];
      for (const part of inRows(buckets, BUCKETS_PER_STATEMENT)) {
        for (const batch of inBatches(webhookIds, WEBHOOKS_PER_STATEMENT)) {
          const columns = STORED_DELIVERY_STATES.map((state) => countIn(state, part.stepMs));
          const rows = await rowsOf({
            sql:
              `select webhook.id as webhook_id, bucket.at_ms as at_ms, ${columns.join(', ')}` +
              ` from (${literals('at_ms', beginsOf(part))}) as bucket` +
              ` cross join (${literals('id', batch)}) as webhook`,
            bindings: [],
          });
          counts.push(...rows.map(readStateCounts));
        }
      }
      return counts;
    },

    async durations(webhookId, buckets) {
      const ofWebhook: Fragment =
        webhookId === null
          ? { sql: '', bindings: [] }
          : {
              sql: ` and substr(delivery_id, ${WEBHOOK_IN_DELIVERY_ID}) = ?`,
              bindings: [String(webhookId)],
            };
      const rows = await rowsOf({
        sql:
          `select started_at - started_at % ${buckets.stepMs} as at_ms,` +
          ` case when outcome = 'interrupted' then -1 else ${QUANTISED} end as took_ms,` +
          ` count(*) as attempt_count from ${quoted.attempts}` +
          ` where started_at >= ? and started_at < ?${ofWebhook.sql} group by 1, 2`,
        bindings: [buckets.fromMs, endOf(buckets), ...ofWebhook.bindings],
      });
      return rows.map((row) => {
        const tookMs = readInteger(row, 'took_ms');
        return {
          atMs: readInteger(row, 'at_ms'),
          durationMs: tookMs < 0 ? null : tookMs,
          count: readInteger(row, 'attempt_count'),
        };
      });
    },
  };
};

const isNewer = (one: Delivery, other: Delivery): boolean =>
  one.createdAtMs > other.createdAtMs ||
  (one.createdAtMs === other.createdAtMs && one.id > other.id);

const readStateCounts = (row: Row): StateCounts => ({
  webhookId: readCheckedNumber(row, 'webhook_id', isWebhookId),
  atMs: readInteger(row, 'at_ms'),
  counts: {
    pending: readInteger(row, 'pending_count'),
    succeeded: readInteger(row, 'succeeded_count'),
    failed: readInteger(row, 'failed_count'),
    discarded: readInteger(row, 'discarded_count'),
  },
});
