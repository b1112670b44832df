import type { Knex } from 'knex';
import type { Delivery } from '../../domain/delivery';
import { earliestOf } from '../../domain/earliest';
import type { WebhookId } from '../../domain/ids';
import type { ClaimQuota, DeliveryStore } from '../../pipeline/ports';
import { inBatches } from './batches';
import { createDeliveryOrder } from './delivery-order';
import { readDelivery } from './delivery-row';
import type { Executor } from './executor';
import { lockRows, type Fragment } from './lock-rows';
import { readNullableInteger, wholeMs, type Row } from './rows';
import type { StoreContext } from './store-context';
import { INDEX_NAMES } from './tables';
import { requireTransaction } from './transaction';
import { unionAll } from './union-all';
import { whereAmong } from './where-among';

type DeliveryClaims = Pick<
  DeliveryStore,
  | 'lockDue'
  | 'lockManual'
  | 'lease'
  | 'release'
  | 'requestManual'
  | 'requestManualOfAll'
  | 'nextDueAt'
>;

/** SQLite refuses more than 500 selects in a union. */
const WEBHOOKS_PER_STATEMENT = 100;

const byInstant =
  (instantOf: (delivery: Delivery) => number | null) =>
  (one: Delivery, other: Delivery): number =>
    (instantOf(one) ?? 0) - (instantOf(other) ?? 0) || (one.id < other.id ? -1 : 1);

/**
 * How deliveries are found, claimed and given back.
 *
 * @param executor - what makes the statements
 */
export const createDeliveryClaims = (executor: Executor, context: StoreContext): DeliveryClaims => {
  const { dialect, tables, quoted } = context;
  const order = createDeliveryOrder(executor, context);
  const notLeased = '(lease_until is null or lease_until <= ?)';
  const receiving =
    "status = 'active' and deleted_at is null and (not_before_at is null or not_before_at <= ?)";
  const notDeleted =
    `(select 1 from ${quoted.webhooks} as webhook` +
    ` where webhook.id = ${quoted.deliveries}.webhook_id and webhook.deleted_at is null) = 1`;

  /** The oldest of one webhook: a range of the due index, however many others wait. */
  const dueOf = (
    { webhookId, limit }: ClaimQuota,
    nowMs: number,
    lockClause: string,
  ): Fragment => ({
    sql:
      `select * from ${quoted.deliveries} ${dialect.indexHint(INDEX_NAMES.deliveriesDue)}` +
      ` where webhook_id = ? and due_at <= ? and ${notLeased}` +
      ` and exists (select 1 from ${quoted.webhooks} where id = ? and ${receiving})` +
      ` order by due_at, id limit ? ${lockClause}`,
    bindings: [webhookId, nowMs, nowMs, webhookId, nowMs, limit],
  });

  const nextOf = (webhookId: WebhookId): Fragment => ({
    sql:
      'select case when webhook.not_before_at > delivery.due_at then webhook.not_before_at' +
      ` else delivery.due_at end as next_at from ${quoted.webhooks} as webhook` +
      ` join ${quoted.deliveries} as delivery on delivery.webhook_id = webhook.id` +
      " where webhook.id = ? and webhook.status = 'active' and webhook.deleted_at is null" +
      ' and delivery.due_at is not null' +
      // A row that a manual claim holds is due when that claim ends, which its manual_at tells.
      ' and (delivery.lease_until is null or delivery.lease_until <= delivery.due_at)' +
      ' order by delivery.due_at, delivery.id limit 1',
    bindings: [webhookId],
  });

  /** One webhook's wishes, from an index that is empty but for them. */
  const wishesOf = (
    { webhookId, limit }: ClaimQuota,
    nowMs: number,
    lockClause: string,
  ): Fragment => ({
    sql:
      `select * from ${quoted.deliveries} ${dialect.indexHint(INDEX_NAMES.deliveriesWishes)}` +
      ` where webhook_id = ? and manual_at <= ? and ${notLeased}` +
      ` and exists (select 1 from ${quoted.webhooks} where id = ? and deleted_at is null)` +
      ` order by manual_at, id limit ? ${lockClause}`,
    bindings: [webhookId, nowMs, nowMs, webhookId, limit],
  });

  const nextWishOf = (webhookId: WebhookId): Fragment => ({
    sql:
      `select manual_at as next_at from ${quoted.deliveries} ${dialect.indexHint(INDEX_NAMES.deliveriesWishes)}` +
      ' where webhook_id = ? and manual_at is not null' +
      ' and (lease_until is null or lease_until <= manual_at)' +
      ` and exists (select 1 from ${quoted.webhooks} where id = ? and deleted_at is null)` +
      ' order by manual_at, id limit 1',
    bindings: [webhookId, webhookId],
  });

  /**
   * Nearly always nobody wishes for anything, and then the webhooks need not be asked one by one. The order is for
   * the planner: without it PostgreSQL expects to meet a wish at once and reads the table instead of the index.
   */
  const anyWish = async (): Promise<boolean> => {
    const row = await executor(tables.deliveries)
      .whereNotNull('manual_at')
      .orderBy('manual_at')
      .first<Row | undefined>('manual_at');
    return row !== undefined;
  };

  const earliest = async (parts: readonly Fragment[]): Promise<number | null> => {
    const { sql, bindings } = unionAll(parts);
    const row = await executor
      .from(executor.raw(`(${sql}) as upcoming`, [...bindings]))
      .min({ next_at: 'next_at' })
      .first<Row | undefined>();
    return row === undefined ? null : readNullableInteger(row, 'next_at');
  };

  return {
    async lockDue(quotas, nowMs) {
      const locked: Delivery[] = [];
      const open = quotas.filter(({ limit }) => limit > 0);
      for (const batch of inBatches(open, WEBHOOKS_PER_STATEMENT)) {
        const rows = await lockRows(executor, context, {
          table: tables.deliveries,
          columns: ['*'],
          select: (lockClause) => unionAll(batch.map((quota) => dueOf(quota, nowMs, lockClause))),
          stillWanted: {
            sql:
              `due_at <= ? and ${notLeased}` +
              ` and webhook_id in (select id from ${quoted.webhooks} where ${receiving})`,
            bindings: [nowMs, nowMs, nowMs],
          },
        });
        locked.push(...rows.map(readDelivery));
      }
      return locked.sort(byInstant(({ dueAtMs }) => dueAtMs));
    },

    async lockManual(quotas, nowMs) {
      requireTransaction(executor);
      const open = quotas.filter(({ limit }) => limit > 0);
      if (open.length === 0 || !(await anyWish())) return [];
      const locked: Delivery[] = [];
      for (const batch of inBatches(open, WEBHOOKS_PER_STATEMENT)) {
        const rows = await lockRows(executor, context, {
          table: tables.deliveries,
          columns: ['*'],
          select: (lockClause) =>
            unionAll(batch.map((quota) => wishesOf(quota, nowMs, lockClause))),
          stillWanted: { sql: `manual_at <= ? and ${notLeased}`, bindings: [nowMs, nowMs] },
        });
        locked.push(...rows.map(readDelivery));
      }
      return locked.sort(byInstant(({ manualAtMs }) => manualAtMs));
    },

    async lease(ids, { owner, untilMs, trigger }) {
      const until = wholeMs(untilMs);
      for (const batch of inBatches(ids)) {
        await whereAmong(executor(tables.deliveries), context, 'id', batch).update({
          lease_owner: owner,
          lease_until: until,
          lease_trigger: trigger,
          [trigger === 'manual' ? 'manual_at' : 'due_at']: until,
          attempt_count: executor.raw('attempt_count + 1'),
        });
      }
    },

    async release(ids, owner, nowMs) {
      for (const batch of inBatches(ids)) {
        for (const [trigger, column] of [
          ['scheduled', 'due_at'],
          ['manual', 'manual_at'],
        ] as const) {
          await executor(tables.deliveries)
            .whereIn('id', batch)
            .where({ lease_owner: owner, lease_trigger: trigger })
            .update({
              lease_owner: null,
              lease_until: null,
              lease_trigger: null,
              [column]: wholeMs(nowMs),
              attempt_count: executor.raw('attempt_count - 1'),
            });
        }
      }
      await order.moveUpAfterRelease(ids);
    },

    async requestManual(id, nowMs) {
      const wanted = (): Knex.QueryBuilder =>
        executor(tables.deliveries).where({ id }).whereRaw(notDeleted);
      // An earlier request, or the end of a manual claim under way, stays.
      await wanted()
        .whereNull('manual_at')
        .update({ manual_at: wholeMs(nowMs) });
      if ((await wanted().first<Row | undefined>('id')) === undefined) return false;
      await order.rejoin([id]);
      return true;
    },

    async requestManualOfAll(ids, nowMs) {
      let marked = 0;
      for (const batch of inBatches(ids)) {
        marked += await executor(tables.deliveries)
          .whereIn('id', batch)
          .whereNull('manual_at')
          .whereRaw(notDeleted)
          .update({ manual_at: wholeMs(nowMs) });
      }
      await order.rejoin(ids);
      return marked;
    },

    async nextDueAt(scheduledOf, manualOf) {
      const found: (number | null)[] = [];
      for (const batch of inBatches(scheduledOf, WEBHOOKS_PER_STATEMENT)) {
        found.push(await earliest(batch.map(nextOf)));
      }
      const wished = manualOf.length > 0 && (await anyWish()) ? manualOf : [];
      for (const batch of inBatches(wished, WEBHOOKS_PER_STATEMENT)) {
        found.push(await earliest(batch.map(nextWishOf)));
      }
      return earliestOf(found);
    },
  };
};
