import { fieldOf, isRetryable } from '../../server/src/adapters/database/database-errors';
import { SYSTEM } from '../../server/src/domain/audit';
import type { WebhookId } from '../../server/src/domain/ids';
import type { Stores } from '../../server/src/pipeline/ports';
import { databaseServers } from '../helpers/databases';
import { addDelivery, anEvent, aNewWebhook, openFixture, type Fixture } from './fixture';
import { holdCycle } from './held-cycle';

/** Resolves for everybody once `count` have arrived. */
const meetingOf = (count: number): (() => Promise<void>) => {
  let arrived = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    arrived += 1;
    if (arrived >= count) open();
    return opened;
  };
};

/** How a connection is told not to wait long for a lock, and what the server says then. */
const IMPATIENCE = {
  postgres: { set: "set lock_timeout = '200ms'", fault: '55P03' },
  mysql: { set: 'set session innodb_lock_wait_timeout = 1', fault: 1205 },
} as const;

describe.each(databaseServers())('transactions on $client', (server) => {
  let fixture: Fixture;
  let webhookId: WebhookId;
  beforeAll(async () => {
    fixture = await openFixture(server);
    webhookId = await fixture.stores.registry.create(aNewWebhook());
  });
  afterAll(() => fixture.drop());

  test('keep what they did, or nothing', async () => {
    const [kept, lost] = [anEvent(), anEvent()];
    const answer = await fixture.database.transaction(async ({ events }) => {
      await events.insert([kept]);
      return 'done';
    });
    expect(answer).toBe('done');
    const failed = fixture.database.transaction(async ({ events }) => {
      await events.insert([lost]);
      throw new Error('on second thoughts');
    });
    await expect(failed).rejects.toThrow('on second thoughts');
    expect(await fixture.stores.events.find(kept.id)).not.toBeNull();
    expect(await fixture.stores.events.find(lost.id)).toBeNull();
  });

  test('refuse what comes after their end, when their connection belongs to others', async () => {
    const late = anEvent();
    const stores = await fixture.database.transaction((theirs) => Promise.resolve(theirs));
    await expect(stores.events.insert([late])).rejects.toThrow('ended');
    expect(await fixture.stores.events.find(late.id)).toBeNull();
  });

  test('run once when the fault is not another transaction', async () => {
    let runs = 0;
    const failed = fixture.database.transaction(() => {
      runs += 1;
      return Promise.reject(new Error('a bug'));
    });
    await expect(failed).rejects.toThrow('a bug');
    expect(runs).toBe(1);
  });

  test('run again when another one was in the way, and give up at last', async () => {
    let runs = 0;
    const busy = (): Error => Object.assign(new Error('wrapped'), { cause: { code: '40001' } });
    const answer = await fixture.database.transaction(() => {
      runs += 1;
      return runs < 3 ? Promise.reject(busy()) : Promise.resolve(runs);
    });
    expect(answer).toBe(3);
    runs = 0;
    const hopeless = fixture.database.transaction(() => {
      runs += 1;
      return Promise.reject(busy());
    });
    await expect(hopeless).rejects.toThrow('wrapped');
    expect(runs).toBe(5);
  });

  test('let sockets and timers have their turn before each of their statements', async () => {
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await fixture.database.transaction(async ({ events }) => {
      for (let added = 0; added < 20; added += 1) await events.insert([anEvent()]);
    });
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  test('tell the time of the database, in milliseconds', async () => {
    const times = await fixture.database.transaction(async (stores) => [
      await stores.now(),
      await stores.now(),
    ]);
    const [first = 0, second = 0] = times;
    expect(Number.isInteger(first)).toBe(true);
    expect(second).toBeGreaterThanOrEqual(first);
    // The servers of the tests share this machine's clock.
    expect(Math.abs(first - Date.now())).toBeLessThan(10_000);
  });

  if (server.client === 'sqlite') {
    test('wait for a file that another process writes to', async () => {
      const other = fixture.connectAgain();
      await other.knex.raw('pragma busy_timeout = 0');
      const meeting = meetingOf(2);
      const [mine, theirs] = [anEvent(), anEvent()];
      let refusals = 0;
      const writing = fixture.database.transaction(async ({ events }) => {
        await events.insert([mine]);
        await meeting();
      });
      const waiting = other.database.transaction(async ({ events }) => {
        await events.insert([theirs]);
      });
      other.knex.on('query-error', (error) => {
        if (!isRetryable(error)) return;
        refusals += 1;
        if (refusals === 1) void meeting();
      });
      await Promise.all([writing, waiting]);
      expect(refusals).toBeGreaterThan(0);
      expect(await fixture.stores.events.find(theirs.id)).not.toBeNull();
    });

    test('that cannot commit while others read leave their connection usable', async () => {
      const reader = fixture.connectAgain();
      const reading = await reader.knex.transaction();
      await reading(fixture.context.tables.events).select('id');
      await fixture.knex.raw('pragma busy_timeout = 0');
      const [lost, kept] = [anEvent(), anEvent()];
      const refused = fixture.database.transaction(({ events }) => events.insert([lost]));
      await expect(refused).rejects.toHaveProperty('code', 'SQLITE_BUSY');
      await reading.commit();
      await fixture.database.transaction(({ events }) => events.insert([kept]));
      expect(await fixture.stores.events.find(lost.id)).toBeNull();
      expect(await fixture.stores.events.find(kept.id)).not.toBeNull();
    });
    return;
  }
  const impatience = IMPATIENCE[server.client];

  test('that lock each other out both end well', async () => {
    const other = await fixture.stores.registry.create(aNewWebhook());
    const meeting = meetingOf(2);
    let runs = 0;
    const take = (first: WebhookId, second: WebhookId) => async (stores: Stores) => {
      runs += 1;
      await stores.webhooks.takeSequence(first, 1);
      await meeting();
      await stores.webhooks.takeSequence(second, 1);
    };
    await Promise.all([
      fixture.database.transaction(take(webhookId, other)),
      fixture.connectAgain().database.transaction(take(other, webhookId)),
    ]);
    expect(runs).toBe(3);
    expect((await fixture.stores.webhooks.takeSequence(webhookId, 1)).before).toBe(2);
    expect((await fixture.stores.webhooks.takeSequence(other, 1)).before).toBe(2);
  });

  test('that wait too long for a row of another one run again', async () => {
    const holder = await fixture.connectAgain().knex.transaction();
    await fixture.storesIn(holder).webhooks.takeSequence(webhookId, 1);
    const ours = fixture.connectAgain();
    await ours.knex.raw(impatience.set);
    const faults: unknown[] = [];
    ours.knex.on('query-error', (error: unknown) => {
      faults.push(fieldOf(error, 'errno') ?? fieldOf(error, 'code'));
      void holder.rollback();
    });
    let runs = 0;
    await ours.database.transaction(async ({ webhooks }) => {
      runs += 1;
      await webhooks.takeSequence(webhookId, 1);
    });
    expect(faults).toEqual([impatience.fault]);
    expect(runs).toBe(2);
  });

  test('see what others have committed since they began', async () => {
    const id = await addDelivery(fixture.stores, webhookId);
    const states = await fixture.database.transaction(async (stores) => {
      const before = await stores.deliveries.find(id);
      await fixture.connectAgain().stores.deliveries.requestManual(id, 5);
      const after = await stores.deliveries.find(id);
      return [before?.manualAtMs, after?.manualAtMs];
    });
    expect(states).toEqual([null, 5]);
  });

  test('that claim, fan out, discard or prune do not hold up a save', async () => {
    await addDelivery(fixture.stores, webhookId, { createdAtMs: 1 });
    await fixture.stores.events.insert([anEvent(), anEvent()]);
    await fixture.stores.audit.record([{ webhookId, action: 'created', actor: SYSTEM }]);
    const saver = fixture.connectAgain().knex;
    await saver.raw(impatience.set);
    const release = await holdCycle(fixture.knex, fixture.context, webhookId);
    try {
      const saved = anEvent();
      // As Strapi opens it: at the isolation that the server gives.
      await saver.transaction(async (save) => {
        const { events, webhooks } = fixture.storesIn(save);
        await webhooks.revision();
        await webhooks.listWithSecrets();
        await events.insert([saved]);
      });
      expect(await fixture.stores.events.find(saved.id)).not.toBeNull();
    } finally {
      await release();
    }
  });
});
