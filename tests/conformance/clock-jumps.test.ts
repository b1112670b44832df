import type { StoreContext } from '../../server/src/adapters/database';
import { CLOCK_NOTE_INTERVAL_MS } from '../../server/src/domain/clock-jump';
import type { Database } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';
import { createInstance, type Instance } from './instance';

const HOUR_MS = 3_600_000;
/** A lease and the wait for the first retry are both a minute long. */
const OVER_A_MINUTE_MS = 61_000;
const BOTH_WAYS = [[5], [-5], [48]] as const;

describe.each(databaseServers())('a jump of the clock of $client', (server) => {
  let fixture: Fixture;
  let database: Database;
  let one: Instance;
  let other: Instance;
  let shiftMs = 0;

  beforeAll(async () => {
    fixture = await openFixture(server);
    database = shifted();
    // SQLite waits for a lock by holding up the whole process, which here would hold the lock.
    other = createInstance(server.client === 'sqlite' ? database : shifted(), 'other');
  });
  afterAll(() => fixture.drop());
  beforeEach(async () => {
    one = createInstance(database, 'one');
    for (const instance of [one, other]) await instance.claim();
  });
  afterEach(async () => {
    for (const table of ['attempts', 'deliveries', 'events', 'webhooks'] as const) {
      await fixture.knex(fixture.context.tables[table]).delete();
    }
  });

  const shifted = (): Database => {
    const { dialect } = fixture.context;
    const jumping: StoreContext['dialect'] = {
      ...dialect,
      hasOurClock: false,
      get nowMs() {
        return `(${dialect.nowMs} + (${shiftMs}))`;
      },
    };
    return fixture.instanceWith(jumping);
  };
  const addWebhook = (ordering: 'none' | 'document' = 'none') =>
    database.stores.registry.create(aNewWebhook({ options: { ordering } }));
  const save = (body: string) =>
    database.stores.events.insert([anEvent({ documentId: 'one', body })]);
  const withoutRoom = { capacityOf: () => 0 };
  const jump = (hours: number): void => {
    shiftMs += hours * HOUR_MS;
  };
  const pass = (ms: number): void => {
    shiftMs += ms;
  };

  test.each(BOTH_WAYS)('of %d h neither holds up nor hurries what waits', async (hours) => {
    await addWebhook();
    await save('refused');
    await one.claim();
    await one.settle('refused', 'failure');
    await save('on the wire');
    await other.claim();
    await save('of a dead process');
    await createInstance(database, 'dead').claim();
    await save('backlog');
    await one.claim(withoutRoom);

    jump(hours);
    expect(await one.claim()).toEqual(['backlog']);
    expect(await other.settle('on the wire', 'success')).toEqual([]);
    await one.settle('backlog', 'success');

    pass(OVER_A_MINUTE_MS);
    expect(await one.claim()).toEqual(['of a dead process', 'refused']);
    const { deliveries } = fixture.context.tables;
    expect(await fixture.knex(deliveries).where({ state: 'succeeded' })).toHaveLength(2);
  });

  test.each(BOTH_WAYS)('of %d h leaves a silence as long as it was', async (hours) => {
    await addWebhook();
    await save('told to wait');
    await one.claim();
    await one.claim({
      results: [{ ...one.resultOf('told to wait', 'failure'), retryAfterMs: OVER_A_MINUTE_MS }],
    });
    jump(hours);
    await save('later');
    expect(await other.claim()).toEqual([]);
    expect(await one.claim()).toEqual([]);
    pass(OVER_A_MINUTE_MS);
    expect(await one.claim()).toEqual(['later', 'told to wait']);
  });

  test('back lets nothing overtake the events that wait', async () => {
    await addWebhook('document');
    await save('first');
    jump(-5);
    await save('second');
    expect(await one.claim()).toEqual(['first']);
    expect(await one.settle('first', 'success')).toEqual(['second']);
  });

  test('back is seen by a process that starts after it', async () => {
    await addWebhook();
    await save('waits');
    await one.claim(withoutRoom);
    jump(-5);
    const next = createInstance(database, 'new');
    await next.claim();
    // It goes by what was noted, and that may be a little older than what waits.
    pass(CLOCK_NOTE_INTERVAL_MS);
    expect(await next.claim()).toEqual(['waits']);
  });

  test('ahead is none for a process that starts after a rest', async () => {
    await addWebhook();
    await save('refused');
    await one.claim();
    await one.settle('refused', 'failure');
    jump(5);
    expect(await createInstance(database, 'new').claim()).toEqual(['refused']);
    // For those that lived through it, it is one; the others go on by what they find.
    await other.claim();
  });
});
