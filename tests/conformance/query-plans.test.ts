import type { Knex } from 'knex';
import { INDEX_NAMES } from '../../server/src/adapters/database/tables';
import { runTransaction } from '../../server/src/adapters/database/transaction';
import type { DeliveryId, WebhookId } from '../../server/src/domain/ids';
import type { Stores } from '../../server/src/pipeline/ports';
import { orderKeyOf, type OrderKey } from '../../server/src/domain/ordering';
import { webhookId } from '../helpers/builders';
import { databaseServers } from '../helpers/databases';
import {
  addDeliveries,
  aNewDelivery,
  anEvent,
  aNewWebhook,
  NOW,
  openFixture,
  type Fixture,
} from './fixture';

const EVENTS = 3_000;
const DELIVERIES = 3_000;
const LINE = 100;
/** After all that the database's clock says. */
const LATER = 4_000_000_000_000;

const aLine = (): OrderKey => {
  const key = orderKeyOf({ webhookId: webhookId(1), uid: 'api::a.a', documentId: 'abc' });
  if (key === null) throw new Error('no line');
  return key;
};

interface Query {
  readonly sql: string;
  readonly bindings: readonly Knex.Value[];
}

/** Without what the drivers of PostgreSQL and MySQL say about the answer's columns. */
const rowsOf = (answer: { readonly rows?: unknown }): string => {
  if (answer.rows !== undefined) return JSON.stringify(answer.rows);
  const [first]: unknown[] = Array.isArray(answer) ? answer : [];
  return JSON.stringify(Array.isArray(first) ? first : answer);
};

describe.each(databaseServers())('query plans on $client', (server) => {
  let fixture: Fixture;
  let busy: WebhookId;
  let quiet: WebhookId;
  let wished: DeliveryId;
  const line = aLine();

  beforeAll(async () => {
    fixture = await openFixture(server);
    const { stores, knex, context } = fixture;
    busy = await stores.registry.create(aNewWebhook());
    quiet = await stores.registry.create(aNewWebhook());
    for (const webhookId of [busy, quiet]) {
      const ids = await addDeliveries(stores, webhookId, DELIVERIES);
      [wished = wished] = ids;
      await knex(context.tables.deliveries)
        .whereIn('id', ids.slice(100))
        .update({ due_at: null, state: 'succeeded', finished_at: NOW });
    }
    await stores.deliveries.insert(
      Array.from({ length: LINE }, (_value, sequence) =>
        aNewDelivery(quiet, { sequence, orderKey: line, waitsForEarlier: sequence > 0 }),
      ),
    );
    const events = Array.from({ length: EVENTS }, () => anEvent());
    await stores.events.insert(events);
    await stores.events.markFannedOut(events.slice(20).map(({ id }) => id));
    if (server.client === 'postgres') {
      // Before the first analysis of a table, PostgreSQL takes every row for one with a wish.
      await knex.raw('alter table ?? alter column manual_at set statistics 0', [
        context.tables.deliveries,
      ]);
    }
    const tables = [context.tables.deliveries, context.tables.events];
    for (const table of tables) {
      await knex.raw(server.client === 'mysql' ? 'analyze table ??' : 'analyze ??', [table]);
    }
  });
  afterAll(() => fixture.drop());

  /** The plans of what `work` selects in a transaction of ours. */
  const planOf = async (
    work: (stores: Stores) => Promise<unknown>,
    { knex, context, storesIn } = fixture,
  ): Promise<string> => {
    const queries: Query[] = [];
    const listen = (query: Query) => queries.push(query);
    const explain = server.client === 'sqlite' ? 'explain query plan' : 'explain';
    const plans: string[] = [];
    const undone = new Error('it was only asked how');
    const asking = runTransaction(knex, context, async (trx) => {
      knex.on('query', listen);
      await work(storesIn(trx)).finally(() => knex.off('query', listen));
      for (const { sql, bindings } of queries) {
        if (!sql.startsWith('select') || !/durable_webhooks_(deliveries|events)/.test(sql))
          continue;
        const text = knex.raw(sql.replaceAll(/\$\d+/g, '?'), [...bindings]);
        plans.push(rowsOf(await trx.raw(`${explain} ${text.toQuery()}`)));
      }
      throw undone;
    });
    await expect(asking).rejects.toBe(undone);
    return plans.join('\n');
  };

  const SCANS =
    /Seq Scan on durable_webhooks_(deliveries|events)|SCAN durable_webhooks_(deliveries|events)(?! USING INDEX)|"type":"ALL","possible_keys":[^}]*durable/;

  test.each<[string, string, (stores: Stores) => Promise<unknown>]>([
    [
      'due deliveries',
      INDEX_NAMES.deliveriesDue,
      ({ deliveries }) =>
        deliveries.lockDue(
          [
            { webhookId: busy, limit: 10 },
            { webhookId: quiet, limit: 5 },
          ],
          NOW,
        ),
    ],
    [
      'wishes of people',
      INDEX_NAMES.deliveriesWishes,
      async ({ deliveries }) => {
        await deliveries.requestManual(wished, NOW);
        await deliveries.lockManual(
          [
            { webhookId: busy, limit: 10 },
            { webhookId: quiet, limit: 5 },
          ],
          NOW,
        );
      },
    ],
    [
      'the next instant',
      INDEX_NAMES.deliveriesDue,
      ({ deliveries }) => deliveries.nextDueAt([busy, quiet], []),
    ],
    [
      'the next wish',
      INDEX_NAMES.deliveriesWishes,
      async ({ deliveries }) => {
        await deliveries.requestManual(wished, NOW);
        await deliveries.nextDueAt([], [busy, quiet]);
      },
    ],
    [
      'the first of a line',
      INDEX_NAMES.deliveriesOrder,
      ({ deliveries }) => deliveries.openLines([line]),
    ],
    [
      'out that nobody wishes for anything',
      INDEX_NAMES.deliveriesManual,
      async ({ deliveries }) => {
        await deliveries.lockManual([{ webhookId: busy, limit: 10 }], NOW);
      },
    ],
    ['new events', INDEX_NAMES.eventsQueue, ({ events }) => events.lockPending(10)],
    [
      'open deliveries',
      INDEX_NAMES.deliveriesDue,
      ({ deliveries }) => deliveries.countOpen(busy, { after: null, limit: 1_000 }),
    ],
    [
      'more open deliveries',
      INDEX_NAMES.deliveriesDue,
      ({ deliveries }) =>
        deliveries.countOpen(busy, { after: { due: NOW - 1_000, id: wished }, limit: 10 }),
    ],
    [
      'deliveries that were held too long',
      INDEX_NAMES.deliveriesLog,
      ({ deliveries }) =>
        deliveries.discardOpen(busy, 'held_too_long', { beforeMs: 1, limit: 10, nowMs: NOW }),
    ],
    [
      'deliveries that were held too many',
      INDEX_NAMES.deliveriesLog,
      ({ deliveries }) =>
        deliveries.discardOpen(busy, 'held_too_many', { beforeMs: null, limit: 10, nowMs: NOW }),
    ],
    [
      'finished deliveries',
      INDEX_NAMES.deliveriesFinished,
      ({ deliveries }) => deliveries.findFinished(NOW - 1, 10),
    ],
    [
      'old events',
      INDEX_NAMES.eventsRecorded,
      ({ events }) => events.findOrphans({ beforeMs: LATER, after: null, limit: 10 }),
    ],
    [
      'whether anything is owed of them',
      INDEX_NAMES.deliveriesEvent,
      async ({ events }) => {
        const { next } = await events.findOrphans({ beforeMs: LATER, after: null, limit: 10 });
        await events.findOrphans({ beforeMs: LATER, after: next, limit: 10 });
      },
    ],
  ])('find %s through %s', async (_what, index, work) => {
    const plan = await planOf(work);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(SCANS);
  });

  test('find the oldest of many new events without sorting them, before there are statistics', async () => {
    const fresh = await openFixture(server);
    try {
      const body = JSON.stringify('x'.repeat(1_000));
      await fresh.stores.events.insert(Array.from({ length: 5_000 }, () => anEvent({ body })));
      const plan = await planOf(({ events }) => events.lockPending(200), fresh);
      expect(plan).toContain(INDEX_NAMES.eventsQueue);
      expect(plan).not.toMatch(/Sort|filesort|TEMP B-TREE/);
    } finally {
      await fresh.drop();
    }
  });
});
