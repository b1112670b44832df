import type { Knex } from 'knex';
import { isEventId, type EventId } from '../../domain/ids';
import type { EventStore } from '../../pipeline/ports';
import { inBatches } from './batches';
import { EVENT_SUMMARY_COLUMNS, eventRow, readEvent, readEventSummary } from './event-row';
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
export const createEventStore = (executor: Knex, context: StoreContext): EventStore => {
  const { dialect, tables, quoted } = context;

  return {
    insert: (events) =>
      insertRows(executor, context, tables.events, events.map(eventRow), {
        expressions: { recorded_at: dialect.nowMs },
      }),

    async lockFanOut() {
      const skips = (await dialect.lockMode(executor)) === 'skip-locked';
      const row = executor(tables.meta).select('value').where({ name: META.fanOut }).forUpdate();
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
      return rows.sort(byRecording).map((row) => ({
        ...readEventSummary(row),
        body: bodies ? readText(row, 'body') : null,
      }));
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

    async findOrphans(beforeMs, limit) {
      const deliveries = executor(`${tables.deliveries} as delivery`)
        .select(executor.raw('1'))
        .whereRaw('delivery.event_id = event.id');
      const rows = await executor(`${tables.events} as event`)
        .select<Row[]>('event.id')
        .where('event.recorded_at', '<', beforeMs)
        .where('event.fanned_out', 1)
        .whereNotExists(deliveries)
        .orderBy('event.recorded_at')
        .limit(limit);
      return rows.map((row) => readChecked(row, 'id', isEventId));
    },

    async delete(ids) {
      for (const batch of inBatches(ids)) {
        await executor(tables.events).whereIn('id', batch).delete();
      }
    },
  };
};
