import { STORED_DELIVERY_STATES, type Delivery } from '../../server/src/domain/delivery';
import { scopesOf, type DeliveryFilter } from '../../server/src/domain/delivery-filter';
import type { WebhookId } from '../../server/src/domain/ids';
import type {
  DeliveryConditions,
  DeliveryPosition,
  DeliverySearchQuery,
  NewDelivery,
} from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { addDelivery, aNewDelivery, aNewWebhook, NOW, openFixture, type Fixture } from './fixture';

const TOPICS = ['entry.create', 'entry.publish', 'media.create'];
const UIDS = ['api::article.article', 'api::tag.tag', null];
const LOCALES = ['en', 'fr', null];
const CODES = [200, 204, 404, 500, null];
const ERRORS = [null, 'HTTP 500', '100 % of_it! failed', 'timeout: Übel'];
const COUNT = 150;

describe.each(databaseServers())('the search on $client', (server) => {
  let fixture: Fixture;
  let active: WebhookId;
  let paused: WebhookId;
  let deleted: WebhookId;
  let all: readonly Delivery[];

  beforeAll(async () => {
    fixture = await openFixture(server);
    const { stores, knex, context } = fixture;
    active = await stores.registry.create(aNewWebhook());
    paused = await stores.registry.create(aNewWebhook({ status: 'paused' }));
    deleted = await stores.registry.create(aNewWebhook());
    const unused = await stores.registry.create(aNewWebhook());
    const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;
    const added = Array.from({ length: COUNT }, (_, index): NewDelivery => {
      const delivery = aNewDelivery(pick([active, paused, active, deleted], index));
      return {
        ...delivery,
        topic: pick(TOPICS, index),
        uid: pick(UIDS, Math.floor(index / 2)),
        locale: pick(LOCALES, Math.floor(index / 3)),
        documentId: index % 11 === 0 ? 'wanted-document' : `doc${index}`,
        // Several share an instant, and instants do not follow the ids.
        createdAtMs: NOW - 1_000 * pick([5, 3, 9, 1, 7], Math.floor(index / 5)),
      };
    });
    await stores.deliveries.insert(added);
    for (const [index, { id }] of added.entries()) {
      const state = pick(STORED_DELIVERY_STATES, Math.floor(index / 4));
      await knex(context.tables.deliveries)
        .where({ id })
        .update({
          state,
          due_at: state === 'pending' ? NOW : null,
          last_status_code: pick(CODES, Math.floor(index / 7)),
          last_error: pick(ERRORS, Math.floor(index / 6)),
        });
    }
    await stores.registry.delete(deleted);
    await stores.registry.delete(unused);
    const found = await Promise.all(added.map(({ id }) => stores.deliveries.find(id)));
    all = found.flatMap((delivery) => (delivery === null ? [] : [delivery]));
  });
  afterAll(() => fixture.drop());

  const conditionsOf = async (filter: DeliveryFilter): Promise<DeliveryConditions> => {
    const { webhookId, states, ...rest } = filter;
    const owners = await fixture.stores.registry.listOwners();
    return { ...rest, scopes: scopesOf({ webhookId, states }, owners) };
  };

  const stateOf = ({ state, webhookId }: Delivery) =>
    state === 'pending' && webhookId !== active ? 'held' : state;

  /** What the filter says, without a database. */
  const fits = (filter: DeliveryFilter, delivery: Delivery): boolean =>
    (filter.webhookId === undefined || delivery.webhookId === filter.webhookId) &&
    (filter.states?.includes(stateOf(delivery)) ?? true) &&
    (filter.topics?.includes(delivery.topic) ?? true) &&
    (filter.uids === undefined || (delivery.uid !== null && filter.uids.includes(delivery.uid))) &&
    (filter.documentId === undefined || delivery.documentId === filter.documentId) &&
    (filter.locale === undefined || delivery.locale === filter.locale) &&
    (filter.statusCodes === undefined ||
      (delivery.lastStatusCode !== null && filter.statusCodes.includes(delivery.lastStatusCode))) &&
    (filter.createdFromMs === undefined || delivery.createdAtMs >= filter.createdFromMs) &&
    (filter.createdToMs === undefined || delivery.createdAtMs <= filter.createdToMs) &&
    (filter.text === undefined ||
      [delivery.lastError, delivery.id, delivery.eventId, delivery.documentId].some(
        (text) => text?.toLowerCase().includes(String(filter.text).toLowerCase()) === true,
      ));

  const oldestFirst = (one: Delivery, other: Delivery): number =>
    one.createdAtMs - other.createdAtMs || (one.id < other.id ? -1 : 1);

  const pages = async (
    filter: DeliveryFilter,
    order: DeliverySearchQuery['order'],
    limit: number,
  ): Promise<Delivery[]> => {
    const conditions = await conditionsOf(filter);
    const found: Delivery[] = [];
    let after: DeliveryPosition | null = null;
    for (;;) {
      const page: Delivery[] = await fixture.stores.deliveries.search({
        conditions,
        order,
        after,
        limit,
      });
      found.push(...page);
      after = page.at(-1) ?? null;
      if (page.length < limit) return found;
    }
  };

  const FILTERS: [string, () => DeliveryFilter][] = [
    ['nothing', () => ({})],
    ['a webhook', () => ({ webhookId: active })],
    ['a deleted webhook', () => ({ webhookId: deleted })],
    ['one state', () => ({ states: ['failed'] })],
    ['pending', () => ({ states: ['pending'] })],
    ['held', () => ({ states: ['held'] })],
    ['held and succeeded', () => ({ states: ['held', 'succeeded'] })],
    ['held of an active webhook', () => ({ webhookId: active, states: ['held'] })],
    ['topics', () => ({ topics: ['entry.create', 'media.create'] })],
    ['content types', () => ({ uids: ['api::tag.tag'] })],
    ['a document', () => ({ documentId: 'wanted-document' })],
    ['a document that is not there', () => ({ documentId: 'Wanted-Document' })],
    ['a locale', () => ({ locale: 'fr' })],
    ['status codes', () => ({ statusCodes: [404, 500] })],
    ['a time from', () => ({ createdFromMs: NOW - 5_000 })],
    ['a time to', () => ({ createdToMs: NOW - 5_000 })],
    ['an instant', () => ({ createdFromMs: NOW - 7_000, createdToMs: NOW - 7_000 })],
    ['text of an error', () => ({ text: 'http' })],
    ['text with wildcards', () => ({ text: '% of_it!' })],
    ['wildcards that are none', () => ({ text: '%' })],
    ['text of a document', () => ({ text: 'WANTED-doc' })],
    ['a whole delivery id', () => ({ text: String(all[17]?.id) })],
    ['a whole event id', () => ({ text: String(all[18]?.eventId) })],
    ['a part of an id', () => ({ text: String(all[19]?.id).slice(10, 36) })],
    [
      'several of them',
      () => ({ states: ['succeeded', 'held'], topics: ['entry.publish'], statusCodes: [200, 204] }),
    ],
  ];

  test.each(FILTERS)('finds %s, in order, on pages of any length', async (_what, filterOf) => {
    const filter = filterOf();
    const expected = all.filter((delivery) => fits(filter, delivery)).sort(oldestFirst);
    expect(await pages(filter, 'oldest-first', 7)).toEqual(expected);
    expect(await pages(filter, 'newest-first', 100)).toEqual([...expected].reverse());
    const conditions = await conditionsOf(filter);
    expect(await fixture.stores.deliveries.count(conditions, 10_000)).toBe(expected.length);
    expect(await fixture.stores.deliveries.count(conditions, 5)).toBe(Math.min(5, expected.length));
  });

  test('knows every webhook that has deliveries, and how it is', async () => {
    expect(await fixture.stores.registry.listOwners()).toEqual([
      { id: active, name: 'Receiver', isDelivering: true, isDeleted: false },
      { id: paused, name: 'Receiver', isDelivering: false, isDeleted: false },
      { id: deleted, name: 'Receiver', isDelivering: false, isDeleted: true },
    ]);
    expect(await fixture.stores.registry.findOwner(deleted)).toEqual({
      id: deleted,
      name: 'Receiver',
      isDelivering: false,
      isDeleted: true,
    });
  });

  test('neither repeats nor hides anything when deliveries are added between two pages', async () => {
    const conditions = await conditionsOf({ webhookId: active });
    const query = { conditions, order: 'newest-first', limit: 20 } as const;
    const first = await fixture.stores.deliveries.search({ ...query, after: null });
    const added = [
      await addDelivery(fixture.stores, active, { createdAtMs: NOW + 5 }),
      await addDelivery(fixture.stores, active, { createdAtMs: first[3]?.createdAtMs ?? 0 }),
    ];
    const last = first.at(-1);
    const rest = await fixture.stores.deliveries.search({
      ...query,
      limit: 500,
      after: last ?? null,
    });
    await fixture.stores.deliveries.delete(added);
    const expected = all.filter((delivery) => delivery.webhookId === active).sort(oldestFirst);
    const seen = [...first, ...rest].filter(({ id }) => !added.includes(id));
    expect(seen).toEqual(expected.reverse());
  });

  test('asks about more webhooks than one statement can', async () => {
    const conditions = await conditionsOf({});
    const [scope] = conditions.scopes;
    const none = Array.from({ length: 300 }, (_, index) => (1_000 + index) as WebhookId);
    const wide = {
      ...conditions,
      scopes: [...conditions.scopes, { webhookIds: none, states: scope?.states ?? [] }],
    };
    const query = { order: 'newest-first', after: null, limit: 40 } as const;
    expect(await fixture.stores.deliveries.search({ ...query, conditions: wide })).toEqual(
      await fixture.stores.deliveries.search({ ...query, conditions }),
    );
    expect(await fixture.stores.deliveries.count(wide, 10_000)).toBe(COUNT);
    expect(
      await fixture.stores.deliveries.search({ ...query, conditions: { scopes: [] } }),
    ).toEqual([]);
  });
});
