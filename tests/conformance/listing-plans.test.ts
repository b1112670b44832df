import type { Knex } from 'knex';
import { INDEX_NAMES } from '../../server/src/adapters/database/tables';
import {
  scopesOf,
  type DeliveryFilter,
  type DeliveryOwner,
} from '../../server/src/domain/delivery-filter';
import type { WebhookId } from '../../server/src/domain/ids';
import { bucketsOf } from '../../server/src/domain/time-buckets';
import type { Stores } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { notHere } from '../helpers/not-here';
import { addDeliveries, anAttempt, aNewWebhook, NOW, openFixture, type Fixture } from './fixture';

const DELIVERIES = 1_600;
/** Others have most of the table, as anywhere: where one has most of it, PostgreSQL rightly reads it all. */
const BYSTANDERS = 8;
const HOUR = 3_600_000;
const MINUTE = 60_000;

interface Query {
  readonly sql: string;
  readonly bindings: readonly Knex.Value[];
}

// MySQL's indexes cannot hold the columns that the filters are read from.
const servers = databaseServers().filter(({ client }) => client !== 'mysql');

describe.each(servers.length > 0 ? servers : [null])(
  'plans of what people look at %#',
  (server) => {
    if (server === null) {
      notHere('plans of listings need SQLite or PostgreSQL');
      return;
    }
    let fixture: Fixture;
    let busy: WebhookId;
    let quiet: WebhookId;
    let owners: DeliveryOwner[];

    beforeAll(async () => {
      fixture = await openFixture(server);
      const { stores, knex, context } = fixture;
      busy = await stores.registry.create(aNewWebhook());
      quiet = await stores.registry.create(aNewWebhook({ status: 'paused' }));
      const { deliveries, attempts } = context.tables;
      const shares: [WebhookId, number][] = [
        [busy, DELIVERIES],
        [quiet, DELIVERIES / 4],
      ];
      while (shares.length < 2 + BYSTANDERS) {
        shares.push([await stores.registry.create(aNewWebhook()), DELIVERIES]);
      }
      for (const [webhookId, count] of shares) {
        const ids = await addDeliveries(stores, webhookId, count);
        await knex.raw('update ?? set created_at = created_at + sequence * 1000', [deliveries]);
        await knex(deliveries)
          .whereIn('id', ids.slice(200))
          .update({ due_at: null, state: 'succeeded', finished_at: NOW, last_status_code: 200 });
        await knex(deliveries)
          .whereIn('id', ids.slice(0, 20))
          .update({ due_at: null, state: 'failed', finished_at: NOW, last_status_code: 500 });
        await stores.attempts.insert(
          ids.map((id, index) => anAttempt(id, { startedAtMs: NOW + index * 1_000 })),
        );
      }
      for (const table of [deliveries, attempts]) {
        await knex.raw(server.client === 'postgres' ? 'vacuum analyze ??' : 'analyze ??', [table]);
      }
      owners = await stores.registry.listOwners();
    });
    afterAll(() => fixture.drop());

    /** The plans of the selects that `work` runs on deliveries or attempts. */
    const plansOf = async (work: (stores: Stores) => Promise<unknown>): Promise<string> => {
      const trx = await fixture.knex.transaction();
      const queries: Query[] = [];
      trx.on('query', (query: Query) => queries.push(query));
      await work(fixture.storesIn(trx));
      await trx.rollback();
      const plans: string[] = [];
      for (const { sql, bindings } of queries) {
        if (!/^select.*(deliveries|attempts)/s.test(sql)) continue;
        const text = fixture.knex.raw(sql.replaceAll(/\$\d+/g, '?'), [...bindings]).toQuery();
        const explain = server.client === 'sqlite' ? 'explain query plan' : 'explain';
        plans.push(JSON.stringify(await fixture.knex.raw(`${explain} ${text}`)));
      }
      expect(plans).not.toEqual([]);
      return plans.join('\n');
    };

    const ROWS_READ =
      /Seq Scan on durable_webhooks_(deliveries|attempts)|SCAN durable_webhooks_(deliveries|attempts)(?! USING)/;
    const fromIndexAlone = (index: string): RegExp =>
      server.client === 'sqlite'
        ? new RegExp(`USING COVERING INDEX ${index} `)
        : new RegExp(`Index Only Scan( Backward)? using ${index} `);

    const search = (filter: DeliveryFilter) => (stores: Stores) => {
      const { webhookId, states, ...rest } = filter;
      const conditions = { ...rest, scopes: scopesOf({ webhookId, states }, owners) };
      const query = { conditions, order: 'newest-first', after: null, limit: 26 } as const;
      return stores.deliveries.search(query);
    };

    test.each<[string, () => DeliveryFilter]>([
      ['nothing', () => ({})],
      ['a webhook', () => ({ webhookId: quiet })],
      ['a state', () => ({ states: ['failed'] })],
      ['held', () => ({ states: ['held'] })],
      ['a topic', () => ({ topics: ['order.refunded'] })],
      ['a content type', () => ({ uids: ['api::order.order'] })],
      ['a document', () => ({ documentId: 'nothing' })],
      ['a locale', () => ({ locale: 'eo' })],
      ['a status code', () => ({ statusCodes: [418] })],
      ['a time', () => ({ createdFromMs: NOW, createdToMs: NOW + 60_000 })],
    ])(
      'a page filtered by %s is read from the index alone, but for its rows',
      async (_what, filter) => {
        const plan = await plansOf(search(filter()));
        expect(plan).toMatch(fromIndexAlone(INDEX_NAMES.deliveriesLog));
        expect(plan).not.toMatch(ROWS_READ);
      },
    );

    test('a page after another one begins where that one ended', async () => {
      const query = {
        conditions: { scopes: [{ webhookIds: [busy], states: ['succeeded'] }] },
        order: 'newest-first',
        limit: 26,
      } as const;
      const [first] = await fixture.stores.deliveries.search({ ...query, after: null });
      const plan = await plansOf(({ deliveries }) =>
        deliveries.search({ ...query, after: first ?? null }),
      );
      expect(plan).toMatch(/webhook_id=\? AND state=\? AND created_at<\?|created_at <= /);
      expect(plan).toMatch(fromIndexAlone(INDEX_NAMES.deliveriesLog));
    });

    test('what has failed before is looked for in no more rows than were asked for', async () => {
      const plan = await plansOf(({ reports }) => reports.retryingCounts([busy, quiet], 100));
      expect(plan).toMatch(new RegExp(`(INDEX|Index Scan using) ${INDEX_NAMES.deliveriesLog} `));
      expect(plan).not.toMatch(ROWS_READ);
      // To sort them it would have to read all that are open.
      expect(plan).not.toMatch(/TEMP B-TREE|Sort/);
    });

    test.each<[string, string, (stores: Stores) => Promise<unknown>]>([
      [
        'open deliveries are counted',
        INDEX_NAMES.deliveriesLog,
        ({ reports }) => reports.openCounts([busy, quiet], 100),
      ],
      [
        'the newest deliveries are found',
        INDEX_NAMES.deliveriesLog,
        ({ reports }) => reports.latest([busy, quiet]),
      ],
      [
        'deliveries are counted by the hour',
        INDEX_NAMES.deliveriesLog,
        ({ reports }) => reports.stateCounts([busy, quiet], bucketsOf(NOW, NOW + 24 * HOUR, HOUR)),
      ],
      [
        'latencies are read',
        INDEX_NAMES.attemptsStarted,
        ({ reports }) => reports.durations(busy, bucketsOf(NOW, NOW + MINUTE, MINUTE)),
      ],
    ])('%s in the index alone', async (_what, index, work) => {
      const plan = await plansOf(work);
      expect(plan).toMatch(fromIndexAlone(index));
      expect(plan).not.toMatch(ROWS_READ);
    });
  },
);
