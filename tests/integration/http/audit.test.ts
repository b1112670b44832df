import type { AuditEntryView } from '../../../server/src/contracts/audit';
import type { Door } from '../../../server/src/contracts/endpoint';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { waitUntil } from '../../helpers/wait-until';
import { openBothDoors, type BothDoors } from './both-doors';
import type { Send } from './doors';

const VALUES = /Bearer|token-value|a secret of some length|another secret of ours/;

let both: BothDoors;
/** What Strapi's own audit log was told; it is part of some editions alone. */
const told: { name: string; payload: unknown }[] = [];

beforeAll(async () => {
  both = await openBothDoors({
    settings: {
      ...FAST_SETTINGS,
      maxConsecutiveFailures: 1,
      pruneIntervalMs: 500,
      retry: { schedule: [] },
      topics: [{ name: 'order.paid' }],
      hooks: [
        { key: 'declared', topics: ['entry.create'], deliveryUrl: 'http://127.0.0.1:9/declared' },
      ],
    },
    hooks: {
      created: (strapi) => {
        const transforms = new Map<string, (payload: unknown) => unknown>();
        strapi.add('audit-logs-lifecycle', {
          registerEvent: (name: string, transform: (payload: unknown) => unknown) =>
            transforms.set(name, transform),
        });
        strapi.eventHub.subscribe((name: string, payload: unknown) => {
          const transform = transforms.get(name);
          if (transform !== undefined && name.startsWith('durable-webhooks.')) {
            told.push({ name, payload: transform(payload) });
          }
          return Promise.resolve();
        });
      },
    },
  });
});
afterAll(() => both.stop());

const create = async (send: Send, over: object = {}): Promise<number> => {
  const answer = await send('POST', '/webhooks', {
    data: {
      topics: ['order.paid'],
      deliveryUrl: `${both.receiver.url}/?token=token-value`,
      headers: { Authorization: 'Bearer one' },
      secret: 'a secret of some length',
      status: 'paused',
      ...over,
    },
  });
  expect(answer.status).toBe(201);
  return answer.body.data.id;
};

const auditOf = async (
  id: number,
  { door = 'admin', query }: { door?: Door; query?: string } = {},
): Promise<AuditEntryView[]> => {
  const sent = query === undefined ? {} : { query };
  const answer = await both.doors[door]('GET', `/webhooks/${id}/audit`, sent);
  expect(answer.status).toBe(200);
  return answer.body.data;
};

const shortly = ({ action, fields, details }: AuditEntryView) => ({ action, fields, details });

it('says what a person did, without any value, newest first and in pages', async () => {
  const { admin } = both.doors;
  const id = await create(admin);
  const before = (await auditOf(id)).length;
  expect(before).toBe(1);

  await admin('PUT', `/webhooks/${id}`, {
    data: {
      name: 'Renamed',
      headers: { Authorization: 'Bearer two', 'X-New': '1' },
      timeoutMs: 500,
    },
  });
  await admin('PUT', `/webhooks/${id}`, { data: { name: 'Renamed' } });
  await admin('PUT', `/webhooks/${id}`, { data: { deliveryUrl: 'nope' } });
  await admin('POST', `/webhooks/${id}/resume`, { data: { held: 'discard' } });
  await admin('POST', `/webhooks/${id}/resume`);
  await admin('POST', `/webhooks/${id}/pause`);
  await admin('POST', `/webhooks/${id}/secret/rotate`, {
    data: { secret: 'another secret of ours', overlapHours: 2 },
  });
  await admin('POST', `/webhooks/${id}/secret/rotate`, { data: { endPrevious: true } });
  await admin('POST', `/webhooks/${id}/secret/rotate`, { data: { endPrevious: true } });
  await admin('POST', `/webhooks/${id}/secret/reveal`);
  await admin('POST', `/webhooks/${id}/trigger`);
  const [delivery] = await both.plugin.deliveries.list({ webhookId: id });
  await admin('POST', `/deliveries/${delivery?.id}/redeliver`);
  const filters = { webhookId: id, topic: [delivery?.topic] };
  await admin('POST', '/deliveries/replay', { data: { filters } });
  await admin('POST', '/deliveries/replay', { data: { filters, dryRun: true } });
  await admin('PUT', `/webhooks/${id}`, {
    data: { secret: 'a secret of some length', status: 'active' },
  });
  await admin('DELETE', `/webhooks/${id}`);

  const entries = await auditOf(id, { query: 'pagination[limit]=100' });
  expect([...entries].reverse().map(shortly)).toEqual(
    (
      [
        ['created'],
        ['changed', ['headers.Authorization', 'headers.X-New', 'timeoutMs'].concat('name').sort()],
        ['resumed', [], { held: 'discard', discarded: 0 }],
        ['paused'],
        ['secret_rotated', [], { overlapHours: 2 }],
        ['previous_secrets_ended'],
        ['secret_revealed'],
        ['redelivered', [], { deliveryId: delivery?.id }],
        ['replayed', [], { count: 1 }],
        ['changed', ['secret']],
        ['resumed'],
        ['deleted'],
      ] as [string, string[]?, object?][]
    ).map(([action, fields = [], details = {}]) => ({
      action,
      fields: action === 'changed' && fields.length > 1 ? expect.arrayContaining(fields) : fields,
      details,
    })),
  );
  for (const { actor, webhookId, at } of entries) {
    expect(actor).toEqual({
      kind: 'admin',
      id: expect.stringMatching(/^\d+$/),
      name: expect.any(String),
    });
    expect(actor.name).not.toBe('');
    expect(webhookId).toBe(id);
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(600_000);
  }
  expect(JSON.stringify(entries)).not.toMatch(VALUES);

  const pages: AuditEntryView[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `pagination[limit]=5${cursor === '' ? '' : `&pagination[cursor]=${cursor}`}`;
    const { body } = await admin('GET', `/webhooks/${id}/audit`, { query });
    pages.push(...body.data);
    cursor = body.meta.pagination.nextCursor;
  }
  expect(pages).toEqual(entries);
  // The other door shows the same, also of a webhook that is gone.
  expect(await auditOf(id, { door: 'content-api', query: 'pagination[limit]=100' })).toEqual(
    entries,
  );

  const ours = told.filter(
    ({ payload }) => (payload as { resource: { id: number } }).resource.id === id,
  );
  expect(ours.map(({ name }) => name)).toEqual(
    [...entries]
      .reverse()
      .map(({ action }) => `durable-webhooks.webhook.${action.replaceAll('_', '-')}`),
  );
  expect(ours[1]?.payload).toMatchObject({
    resource: { type: 'durable-webhooks.webhook', id },
    details: { fields: expect.arrayContaining(['name']) },
    outcome: 'success',
  });
  expect(JSON.stringify(told)).not.toMatch(VALUES);
});

it('names tokens, scripts, the settings and the plugin itself', async () => {
  const byToken = await create(both.doors['content-api']);
  expect((await auditOf(byToken))[0]?.actor).toEqual({
    kind: 'api-token',
    id: expect.stringMatching(/^\d+$/),
    name: expect.stringMatching(/^caller-/),
  });

  const action = (name: string): string => `plugin::durable-webhooks.${name}`;
  const adminToken = await both.callers.adminToken([action('webhooks.update')]);
  await both.callers.bearer('admin', adminToken)('PUT', `/webhooks/${byToken}`, {
    data: { name: 'By an admin token' },
  });
  expect((await auditOf(byToken))[0]).toMatchObject({
    action: 'changed',
    fields: ['name'],
    actor: { kind: 'admin-token', name: expect.stringMatching(/^caller-/) },
  });

  const { webhook } = await both.plugin.webhooks.create({
    topics: ['order.paid'],
    deliveryUrl: both.receiver.url,
  });
  await both.plugin.webhooks.revealSecret(webhook.id, 'the nightly\nscript');
  expect((await auditOf(webhook.id)).map(({ actor }) => actor)).toEqual([
    { kind: 'script', id: null, name: 'the nightly script' },
    { kind: 'script', id: null, name: null },
  ]);

  both.receiver.answer({ status: 500 });
  await both.plugin.events.emit('order.paid', {});
  const entries = await waitUntil(
    () => auditOf(webhook.id),
    ([newest]) => newest?.action === 'disabled',
    'the webhook to be disabled',
  );
  expect(entries[0]).toMatchObject({
    actor: { kind: 'system', id: null, name: null },
    details: { reason: 'consecutive_failures' },
  });
  both.receiver.answer({});

  const declared = (await both.plugin.webhooks.list()).find(({ key }) => key === 'declared');
  expect(await auditOf(declared?.id ?? 0)).toMatchObject([
    { action: 'created', actor: { kind: 'settings' } },
  ]);
});

it("names what was imported from Strapi's own webhooks", async () => {
  const core = await both.app.strapi.get('webhookStore').createWebhook({
    name: 'Core',
    url: `${both.receiver.url}/?token=token-value`,
    headers: { Authorization: 'Bearer one' },
    events: ['entry.create'],
    isEnabled: true,
  });
  const answer = await both.doors.admin('POST', '/import', { data: { dryRun: false } });
  const [imported] = answer.body.data.webhooks;
  expect(imported).toMatchObject({ outcome: 'imported' });
  const entries = await auditOf(imported.webhookId);
  expect(entries).toMatchObject([
    { action: 'imported', actor: { kind: 'admin' }, details: { coreId: String(core.id) } },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(VALUES);
});

it('leaves nothing of what was rolled back', async () => {
  const { webhook } = await both.plugin.webhooks.create({
    topics: ['order.paid'],
    deliveryUrl: both.receiver.url,
    status: 'paused',
  });
  const rolledBack = both.app.strapi.db.transaction(async () => {
    await both.plugin.webhooks.update(webhook.id, { name: 'Never' });
    throw new Error('rolled back');
  });
  await expect(rolledBack).rejects.toThrow('rolled back');
  expect((await auditOf(webhook.id)).map(({ action }) => action)).toEqual(['created']);
});

it('is for those who may read webhooks, of webhooks that there are or were', async () => {
  const { admin } = both.doors;
  expect((await admin('GET', '/webhooks/2000000000/audit')).status).toBe(404);
  const id = await create(admin);
  const wrong = await admin('GET', `/webhooks/${id}/audit`, { query: 'pagination[cursor]=abc' });
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: { details: { code: 'query_invalid' } } },
  });
});

it('is pruned after its own retention', async () => {
  const id = await create(both.doors.admin);
  const table = 'durable_webhooks_audit';
  const knex = both.app.strapi.db.connection;
  const old = Date.now() - 366 * 24 * 3600 * 1000;
  await knex(table).where({ webhook_id: id }).update({ created_at: old });
  await both.doors.admin('PUT', `/webhooks/${id}`, { data: { name: 'Kept' } });
  await waitUntil(
    () => auditOf(id),
    (entries) => entries.map(({ action }) => action).join() === 'changed',
    'the old entry to be pruned',
  );
});
