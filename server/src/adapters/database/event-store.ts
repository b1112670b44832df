import { isEventId, type EventId } from '../../domain/ids';
import type { EventStore } from '../../pipeline/ports';
import { inBatches } from './batches';
import { EVENT_SUMMARY_COLUMNS, eventRow, readEvent, readEventSummary } from './event-row';
import type { Executor } from './executor';
import { insertRows } from './insert-rows';
import { lockRows } from './lock-rows';
import { META } from './meta';
import { readChecked, readInteger, readText, type Row } from './rows';
import type { StoreContext } from './store-context';
import { INDEX_NAMES } from './tables';
import { whereAmong } from './where-among';

const byRecording = (one: Row, other: Row): number =>
  readInteger(one, 'recorded_at') - readInteger(other, 'recorded_at') ||
  (readText(one, 'id') < readText(other, 'id') ? -1 : 1);

/**
 * The events' store.
 *
 * @param executor - knex, or the transaction that the events belong to
 */
export const createEventStore = (executor: Executor, context: StoreContext): EventStore => {
  const { dialect, tables, quoted } = context;

  const withoutDelivery = async (ids: readonly EventId[]): Promise<EventId[]> => {
    const orphans: EventId[] = [];
    for (const batch of inBatches(ids)) {
      const deliveries = executor(tables.deliveries).distinct<Row[]>('event_id');
      const owed = await whereAmong(deliveries, context, 'event_id', batch);
      const owedIds = new Set(owed.map((row) => readText(row, 'event_id')));
      const rest = batch.filter((id) => !owedIds.has(id));
      if (rest.length === 0) continue;
      // Asked of these alone, because on SQLite that column is read by way of the whole body.
      const fannedOut = executor(tables.events).select<Row[]>('id').where({ fanned_out: 1 });
      const rows = await whereAmong(fannedOut, context, 'id', rest);
      const free = new Set(rows.map((row) => readText(row, 'id')));
      orphans.push(...rest.filter((id) => free.has(id)));
    }
    return orphans;
  };

  return {
    insert: (events) =>
      insertRows(executor, context, tables.events, events.map(eventRow), {
        expressions: { recorded_at: dialect.nowMs },
      }),

    async lockFanOut() {
      const skips = (await dialect.lockMode(executor)) === 'skip-locked';
      const row = executor<Row[]>(tables.meta)
        .select('value')
        .where({ name: META.fanOut })
        .forUpdate();
      return (await (skips ? row.skipLocked() : row)).length > 0;
    },

    // Literals, not bindings: SQLite matches a partial index only with the constant that made it.
    async lockPending(limit, { bodies } = { bodies: false }) {
      const columns = [...EVENT_SUMMARY_COLUMNS, 'recorded_at', ...(bodies ? ['body'] : [])];
      const rows = await lockRows(executor, context, {
        table: tables.events,
        columns,
        select: (lockClause) => ({
          sql:
            `select ${columns.join(', ')} from ${quoted.events} ${dialect.indexHint(INDEX_NAMES.eventsQueue)}` +
            ` where fanned_out = 0 order by recorded_at, id limit ? ${lockClause}`,
          bindings: [limit],
        }),
        stillWanted: { sql: 'fanned_out = 0', bindings: [] },
      });
      return rows
        .sort(byRecording)
        .map((row) =>
          Object.assign(readEventSummary(row), { body: bodies ? readText(row, 'body') : null }),
        );
    },

    async markFannedOut(ids) {
      for (const batch of inBatches(ids)) {
        await whereAmong(executor(tables.events), context, 'id', batch).update({ fanned_out: 1 });
      }
    },

    async bodies(ids) {
      const bodies = new Map<EventId, string>();
      for (const batch of inBatches(ids)) {
        const rows = await executor(tables.events).select<Row[]>('id', 'body').whereIn('id', batch);
        for (const row of rows)
          bodies.set(readChecked(row, 'id', isEventId), readText(row, 'body'));
      }
      return bodies;
    },

    async find(id) {
      const row = await executor(tables.events).first<Row | undefined>('*').where({ id });
      return row === undefined ? null : readEvent(row);
    },

    // Plain statements: asked all in one, a planner may look through all deliveries to answer for a few events.
    async findOrphans({ beforeMs, after, limit }) {
      const hint = dialect.indexHint(INDEX_NAMES.eventsRecorded);
      const old = executor
        .select<Row[]>('id', 'recorded_at')
        .from(executor.raw(`${quoted.events} ${hint}`))
        .where('recorded_at', '<', beforeMs)
        .orderBy(['recorded_at', 'id'])
        .limit(limit);
      if (after !== null) {
        const { recordedAtMs, id } = after;
        // The first comparison is implied by the second; it is what an index can be searched with everywhere.
        void old
          .where('recorded_at', '>=', recordedAtMs)
          .whereRaw('(recorded_at > ? or id > ?)', [recordedAtMs, id]);
      }
      const rows = await old;
      const ids = rows.map((row) => readChecked(row, 'id', isEventId));
      const last = rows.at(-1);
      const next =
        last === undefined || rows.length < limit
          ? null
          : {
              recordedAtMs: readInteger(last, 'recorded_at'),
              id: readChecked(last, 'id', isEventId),
            };
      return { ids: await withoutDelivery(ids), next };
    },

    async delete(ids) {
      for (const batch of inBatches(ids)) {
        await executor(tables.events).whereIn('id', batch).delete();
      }
    },
  };
};
