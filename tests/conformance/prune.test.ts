import type { Event } from '../../server/src/domain/event';
import type { WebhookId } from '../../server/src/domain/ids';
import type { EventPosition } from '../../server/src/pipeline/ports';
import { prune, type Retention } from '../../server/src/pipeline/prune';
import { databaseServers } from '../helpers/databases';
import {
  addDeliveries,
  aNewDelivery,
  aNewWebhook,
  anAttempt,
  anEvent,
  openFixture,
  type Fixture,
} from './fixture';

const BATCH = 200;
/** More than a round may look at and keep. */
const HELD = 10_500;
const FINISHED = 2_000;
const LONG_AGO = 1_000_000_000_000;

const RETENTION: Retention = {
  days: 1,
  heldDays: 100_000,
  heldPerWebhook: 1_000_000,
  auditDays: 1,
};

interface Statement {
  readonly sql: string;
  readonly transaction: string | undefined;
  /** Rows that it returned, or that it changed. */
  readonly rows: number;
}

const rowsOf = (response: unknown): number => {
  if (typeof response === 'number') return response;
  return Array.isArray(response) ? response.length : 0;
};

describe.each(databaseServers())('pruning on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  let statements: Statement[];

  beforeEach(async () => {
    fixture = await openFixture(server);
    webhookId = await fixture.stores.registry.create(aNewWebhook({ status: 'paused' }));
    statements = [];
    fixture.knex.on(
      'query-response',
      (response: unknown, { sql, __knexTxId }: { sql: string; __knexTxId?: string }) => {
        statements.push({ sql, transaction: __knexTxId, rows: rowsOf(response) });
      },
    );
  });
  afterEach(() => fixture.drop());

  const round = (eventsAfter: EventPosition | null = null) =>
    prune(fixture.database, RETENTION, eventsAfter, () => false);

  /** Events that were recorded long ago. */
  const addOldEvents = async (count: number, recordedAtMs: number): Promise<Event[]> => {
    const { knex, context, stores } = fixture;
    const events = Array.from({ length: count }, () => anEvent());
    await stores.events.insert(events);
    await stores.events.markFannedOut(events.map(({ id }) => id));
    const ids = events.map(({ id }) => id).sort();
    await knex(context.tables.events)
      .whereBetween('id', [ids[0] ?? '', ids.at(-1) ?? ''])
      .update({ recorded_at: recordedAtMs });
    return events;
  };

  test('looks at so many old events and no more, however many are held, and goes on where it was', async () => {
    const { stores } = fixture;
    const held = await addOldEvents(HELD, LONG_AGO);
    await stores.deliveries.insert(held.map(({ id }) => aNewDelivery(webhookId, { eventId: id })));
    const orphans = await addOldEvents(1, LONG_AGO + 1);

    statements = [];
    const first = await round();
    expect(first).toMatchObject({ events: 0, deliveries: 0, discarded: 0 });
    expect(first.eventsAfter).not.toBeNull();
    const looks = statements.filter(({ sql }) => /^select .*recorded_at/s.test(sql));
    expect(looks.map(({ rows }) => rows)).toEqual(Array.from({ length: 50 }, () => BATCH));
    expect(Math.max(...statements.map(({ rows }) => rows))).toBeLessThanOrEqual(BATCH);

    const second = await round(first.eventsAfter);
    expect(second).toMatchObject({ events: 1, eventsAfter: null });
    const left = await stores.events.bodies([...held, ...orphans].map(({ id }) => id));
    expect([...left.keys()].sort()).toEqual(held.map(({ id }) => id).sort());
  });

  test('deletes in small transactions, and a save that begins meanwhile does not wait for the end', async () => {
    const { knex, context, stores } = fixture;
    const ids = await addDeliveries(stores, webhookId, FINISHED);
    await stores.attempts.insert(ids.map((id) => anAttempt(id)));
    await knex(context.tables.deliveries).update({
      state: 'succeeded',
      due_at: null,
      finished_at: LONG_AGO,
    });
    await addOldEvents(FINISHED, LONG_AGO);

    statements = [];
    const saved = anEvent();
    let deletedBefore: number | undefined;
    const deleted = () =>
      statements
        .filter(({ sql }) => /^delete from .*durable_webhooks_deliveries/s.test(sql))
        .reduce((all, { rows }) => all + rows, 0);
    let save: Promise<void> | undefined;
    knex.on('query', ({ sql }: { sql: string }) => {
      if (save !== undefined || !sql.startsWith('delete')) return;
      save = knex
        .transaction((trx) => fixture.storesIn(trx).events.insert([saved]))
        .then(() => {
          deletedBefore = deleted();
        });
    });
    const pruned = await round();
    await save;

    expect(pruned).toMatchObject({ deliveries: FINISHED, events: FINISHED });
    expect(deletedBefore).toBeLessThan(FINISHED);
    const perTransaction = new Map<string, number>();
    for (const { sql, transaction, rows } of statements) {
      const table = /^delete from .(durable_webhooks_\w+)/.exec(sql)?.[1];
      if (table === undefined) continue;
      expect(transaction).toBeDefined();
      const key = `${transaction} ${table}`;
      perTransaction.set(key, (perTransaction.get(key) ?? 0) + rows);
    }
    expect(perTransaction.size).toBeGreaterThanOrEqual((3 * FINISHED) / BATCH);
    expect(Math.max(...perTransaction.values())).toBe(BATCH);
    expect(await stores.events.find(saved.id)).not.toBeNull();
  });
});
