import type { NewAuditEntry } from '../../server/src/domain/audit';
import { webhookId } from '../helpers/builders';
import { databaseServers } from '../helpers/databases';
import { openFixture, type Fixture } from './fixture';

const DAY_MS = 24 * 3600 * 1000;
const ADMIN = { kind: 'admin', id: '7', name: '東京 🙂' } as const;

describe.each(databaseServers())('the audit on $client', (server) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await openFixture(server);
  });
  afterAll(() => fixture.drop());
  afterEach(() => fixture.knex(fixture.context.tables.audit).delete());

  const record = (...entries: NewAuditEntry[]) => fixture.stores.audit.record(entries);
  const all = (id: number) =>
    fixture.stores.audit.page(webhookId(id), { beforeId: null, limit: 1_000 });

  test('keeps what was done, by whom and when', async () => {
    await record(
      { webhookId: webhookId(1), action: 'created', actor: ADMIN },
      {
        webhookId: webhookId(1),
        action: 'changed',
        actor: { kind: 'system', id: null, name: null },
        fields: ['name', 'headers.X-Ünknown'],
        details: { reason: 'a\0b', count: 3 },
      },
      { webhookId: webhookId(2), action: 'deleted', actor: ADMIN },
    );
    const [second, first, ...others] = await all(1);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ action: 'created', actor: ADMIN, fields: [], details: {} });
    expect(second).toMatchObject({
      webhookId: 1,
      action: 'changed',
      actor: { kind: 'system', id: null, name: null },
      fields: ['name', 'headers.X-Ünknown'],
      details: { count: 3 },
    });
    const now = await fixture.stores.now();
    expect(Math.abs((first?.atMs ?? 0) - now)).toBeLessThan(60_000);
    await record();
    expect(await all(3)).toEqual([]);
  });

  test('cuts a name that is too long for its column', async () => {
    await record({
      webhookId: webhookId(1),
      action: 'created',
      actor: { ...ADMIN, name: 'x'.repeat(300) },
    });
    expect((await all(1))[0]?.actor.name).toHaveLength(255);
  });

  test('is read in pages that neither repeat nor leave out', async () => {
    for (let index = 0; index < 7; index += 1) {
      await record({
        webhookId: webhookId(1),
        action: 'changed',
        actor: ADMIN,
        details: { index },
      });
    }
    const seen: unknown[] = [];
    let beforeId: number | null = null;
    for (;;) {
      const page = await fixture.stores.audit.page(webhookId(1), { beforeId, limit: 3 });
      seen.push(...page.map(({ details }) => details['index']));
      const last = page.at(-1);
      if (last === undefined) break;
      beforeId = last.id;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });

  test('goes with the transaction that it belongs to', async () => {
    const failing = fixture.database.transaction(async ({ audit }) => {
      await audit.record([{ webhookId: webhookId(1), action: 'created', actor: ADMIN }]);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await all(1)).toEqual([]);
  });

  test('is pruned from its old end, a batch at a time', async () => {
    await record(
      ...Array.from({ length: 5 }, () => ({
        webhookId: webhookId(1),
        action: 'changed' as const,
        actor: ADMIN,
      })),
    );
    const now = await fixture.stores.now();
    const [kept, ...old] = await all(1);
    await fixture
      .knex(fixture.context.tables.audit)
      .whereIn(
        'id',
        old.map(({ id }) => id),
      )
      .update({ created_at: now - 10 * DAY_MS });
    const { audit } = fixture.stores;
    expect(await audit.prune(now - 9 * DAY_MS, 3)).toBe(3);
    expect(await audit.prune(now - 9 * DAY_MS, 3)).toBe(1);
    expect(await audit.prune(now - 9 * DAY_MS, 3)).toBe(0);
    expect(await all(1)).toEqual([kept]);
  });
});
