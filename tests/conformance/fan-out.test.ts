import { resolveSettings } from '../../server/src/config/resolve';
import {
  exchangeWork,
  type ExchangeInput,
  type ExchangeResult,
} from '../../server/src/pipeline/exchange-work';
import { createWebhookDirectory } from '../../server/src/pipeline/webhook-directory';
import { realSurroundings } from '../../server/src/services/surroundings';
import { databaseServers } from '../helpers/databases';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';
import { QUIET_EXCHANGE } from './instance';

const { settings } = resolveSettings({
  serverWebhooks: {},
  plugin: {},
  absoluteUrl: 'http://localhost',
  environment: 'test',
});

describe.each(databaseServers())('a fan-out on $client', (server) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());

  afterEach(async () => {
    const { deliveries, events, webhooks } = fixture.context.tables;
    for (const table of [deliveries, events, webhooks]) await fixture.knex(table).delete();
  });

  const exchange = (over: Partial<ExchangeInput> = {}): Promise<ExchangeResult> =>
    exchangeWork(() => ({ ...QUIET_EXCHANGE, capacityOf: () => 0, ...over }), {
      database: fixture.database,
      directory: createWebhookDirectory({
        stores: (read) => read(fixture.stores, false),
        surroundings: realSurroundings,
      }),
      settings,
      surroundings: realSurroundings,
      owner: 'me',
    });

  const perEvent = async (): Promise<number[]> => {
    const rows: { n: unknown }[] = await fixture
      .knex(fixture.context.tables.deliveries)
      .count({ n: '*' })
      .groupBy('event_id');
    return rows.map(({ n }) => Number(n));
  };

  test('of many webhooks stops at whole events, long before a save would notice', async () => {
    for (let index = 0; index < 90; index += 1) {
      await fixture.stores.registry.create(aNewWebhook({ name: `Receiver ${index}` }));
    }
    await fixture.stores.events.insert(Array.from({ length: 10 }, () => anEvent()));

    const first = await exchange();
    expect(await perEvent()).toEqual([90, 90, 90, 90]);
    expect(first.moreEvents).toBe(true);

    await exchange();
    const last = await exchange();
    expect(await perEvent()).toEqual(Array.from({ length: 10 }, () => 90));
    expect(last.moreEvents).toBe(false);
  });

  test('of what was announced hands it out at once, and leaves older deliveries to the next look', async () => {
    const webhookId = await fixture.stores.registry.create(aNewWebhook());
    const [older, newer, newest] = [anEvent(), anEvent(), anEvent()];
    const eventsOf = ({ work }: ExchangeResult) => work.map(({ delivery }) => delivery.eventId);
    await fixture.stores.events.insert([older]);
    const full = await exchange({ looksForDue: false });
    expect(eventsOf(full)).toEqual([]);
    expect([...full.backlog]).toEqual([webhookId]);

    await fixture.stores.events.insert([newer]);
    const announced = await exchange({ looksForDue: false, capacityOf: () => 10, eventLimit: 10 });
    expect(eventsOf(announced)).toEqual([newer.id]);
    expect(announced.work.map(({ body }) => body.toString('utf8'))).toEqual([newer.body]);

    await fixture.stores.events.insert([newest]);
    const looked = await exchange({ capacityOf: () => 10, hasBacklog: () => true });
    expect(eventsOf(looked)).toEqual([older.id, newest.id]);
  });

  test('leaves events alone while only results are put on record', async () => {
    await fixture.stores.registry.create(aNewWebhook());
    const event = anEvent();
    await fixture.stores.events.insert([event]);
    const room = { capacityOf: () => 10 };
    const recording = await exchange({ ...room, looksForEvents: false, looksForDue: false });
    expect(recording).toMatchObject({ work: [], moreEvents: false, fanOutIsBusy: false });
    const looking = await exchange(room);
    expect(looking.work.map(({ delivery }) => delivery.eventId)).toEqual([event.id]);
  });
});
