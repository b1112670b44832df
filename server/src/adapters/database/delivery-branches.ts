import type { StoredDeliveryState } from '../../domain/delivery';
import { isDeliveryId, isEventId, type WebhookId } from '../../domain/ids';
import type { DeliveryConditions, DeliverySearchQuery } from '../../pipeline/ports';
import type { Fragment } from './lock-rows';
import type { StoreContext } from './store-context';
import { INDEX_NAMES } from './tables';

/** One webhook's deliveries in one state: a range of the log's index, in the order of their creation. */
export interface Branch {
  readonly webhookId: WebhookId;
  readonly state: StoredDeliveryState;
}

/** SQLite refuses more than 500 selects in a union. */
export const BRANCHES_PER_STATEMENT = 400;

/** Every range that a search has to look at. */
export const branchesOf = ({ scopes }: DeliveryConditions): Branch[] =>
  scopes.flatMap(({ webhookIds, states }) =>
    webhookIds.flatMap((webhookId) => states.map((state) => ({ webhookId, state }))),
  );

const any = (column: string, values: readonly (string | number)[] | undefined): Fragment[] =>
  values === undefined
    ? []
    : [{ sql: `${column} in (${values.map(() => '?').join(', ')})`, bindings: [...values] }];

const none = (column: string, values: readonly string[] | undefined): Fragment[] =>
  any(column, values).map(({ sql, bindings }) => ({ sql: `not (${sql})`, bindings }));

const compared = (sql: string, value: string | number | undefined): Fragment[] =>
  value === undefined ? [] : [{ sql, bindings: [value] }];

const TEXT_COLUMNS = ['last_error', 'id', 'event_id', 'document_id'] as const;

const mentioned = (text: string | undefined): Fragment[] => {
  if (text === undefined) return [];
  if (isDeliveryId(text)) return [{ sql: 'id = ?', bindings: [text] }];
  if (isEventId(text)) return [{ sql: 'event_id = ?', bindings: [text] }];
  const pattern = `%${text.replace(/[!%_]/g, '!$&')}%`;
  return [
    {
      sql: `(${TEXT_COLUMNS.map((column) => `lower(${column}) like lower(?) escape '!'`).join(' or ')})`,
      bindings: TEXT_COLUMNS.map(() => pattern),
    },
  ];
};

const filters = (conditions: DeliveryConditions): Fragment[] => [
  ...any('topic', conditions.topics),
  ...none('topic', conditions.exceptTopics),
  ...any('uid', conditions.uids),
  ...any('last_status_code', conditions.statusCodes),
  ...compared('document_id = ?', conditions.documentId),
  ...compared('locale = ?', conditions.locale),
  ...compared('created_at >= ?', conditions.createdFromMs),
  ...compared('created_at <= ?', conditions.createdToMs),
  ...mentioned(conditions.text),
];

/** The first comparison is implied by the second; it is what an index can be searched with everywhere. */
const beyond = ({ order, after }: Pick<DeliverySearchQuery, 'order' | 'after'>): Fragment[] => {
  if (after === null) return [];
  const sign = order === 'newest-first' ? '<' : '>';
  return [
    {
      sql: `created_at ${sign}= ? and (created_at ${sign} ? or id ${sign} ?)`,
      bindings: [after.createdAtMs, after.createdAtMs, after.id],
    },
  ];
};

/** How `created_at` and `id` follow each other. */
export const orderBy = (order: DeliverySearchQuery['order']): string => {
  const direction = order === 'newest-first' ? 'desc' : 'asc';
  return `order by created_at ${direction}, id ${direction}`;
};

/**
 * The ids of a branch that a search wants, with the instants that they are sorted by. Only columns of the
 * log's index are named, so that the rows of those that are not wanted stay untouched.
 */
export const idsOfBranch = (
  { webhookId, state }: Branch,
  { conditions, order, after, limit }: DeliverySearchQuery,
  { dialect, quoted }: StoreContext,
): Fragment => {
  const wanted = [...filters(conditions), ...beyond({ order, after })];
  const known = isDeliveryId(conditions.text ?? '') || isEventId(conditions.text ?? '');
  const hint = known ? '' : dialect.indexHint(INDEX_NAMES.deliveriesLog);
  return {
    sql:
      `select id, created_at from ${quoted.deliveries} ${hint}` +
      ` where ${['webhook_id = ?', 'state = ?', ...wanted.map(({ sql }) => sql)].join(' and ')}` +
      ` ${orderBy(order)} limit ?`,
    bindings: [webhookId, state, ...wanted.flatMap(({ bindings }) => [...bindings]), limit],
  };
};
