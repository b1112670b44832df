import type { Delivery } from '../../domain/delivery';
import type { DeliverySearch, DeliverySearchQuery } from '../../pipeline/ports';
import { inBatches } from './batches';
import {
  BRANCHES_PER_STATEMENT,
  branchesOf,
  idsOfBranch,
  orderBy,
  type Branch,
} from './delivery-branches';
import { readDelivery } from './delivery-row';
import type { Executor } from './executor';
import { readInteger, type Row } from './rows';
import type { StoreContext } from './store-context';
import { unionAll } from './union-all';

const inOrder =
  (order: DeliverySearchQuery['order']) =>
  (one: Delivery, other: Delivery): number => {
    const later = one.createdAtMs - other.createdAtMs || (one.id < other.id ? -1 : 1);
    return order === 'oldest-first' ? later : -later;
  };

/**
 * How people look into the log: the first few of each webhook and state, merged. That takes the same time
 * however long the log is, unless a filter fits so few that many entries of the index are looked at.
 *
 * @param executor - what makes the statements
 */
export const createDeliverySearch = (executor: Executor, context: StoreContext): DeliverySearch => {
  const { quoted } = context;

  const pageOf = async (
    branches: readonly Branch[],
    query: DeliverySearchQuery,
  ): Promise<Delivery[]> => {
    const found: Delivery[] = [];
    const batches = inBatches(branches, BRANCHES_PER_STATEMENT);
    for (const batch of batches) {
      const ids = unionAll(batch.map((branch) => idsOfBranch(branch, query, context)));
      const sql =
        `select delivery.* from (select id from (${ids.sql}) as found ${orderBy(query.order)} limit ?) as page` +
        ` join ${quoted.deliveries} as delivery on delivery.id = page.id`;
      const rows = await executor
        .select<Row[]>('*')
        .from(executor.raw(`(${sql}) as deliveries`, [...ids.bindings, query.limit]));
      found.push(...rows.map(readDelivery));
    }
    return found.sort(inOrder(query.order)).slice(0, query.limit);
  };

  return {
    search: (query) => pageOf(branchesOf(query.conditions), query),

    async count(conditions, cap) {
      let count = 0;
      for (const batch of inBatches(branchesOf(conditions), BRANCHES_PER_STATEMENT)) {
        const limit = cap - count;
        if (limit <= 0) break;
        const query = { conditions, order: 'newest-first', after: null, limit } as const;
        const { sql, bindings } = unionAll(
          batch.map((branch) => idsOfBranch(branch, query, context)),
        );
        const row = await executor
          .from(executor.raw(`(${sql} limit ?) as found`, [...bindings, limit]))
          .count({ delivery_count: '*' })
          .first<Row>();
        count += readInteger(row, 'delivery_count');
      }
      return count;
    },
  };
};
