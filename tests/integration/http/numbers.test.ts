import { openBothDoors, faultPaths, type BothDoors } from './both-doors';
import type { Send } from './doors';

let world: BothDoors;

const addToCore = async (name: string): Promise<string> => {
  const core = await world.app.strapi.get('webhookStore').createWebhook({
    name,
    url: `${world.receiver.url}/core`,
    headers: { Authorization: 'Bearer of-core' },
    events: ['entry.publish'],
  });
  return String(core.id);
};

beforeAll(async () => {
  world = await openBothDoors();
});
afterAll(() => world.stop());

describe.each(['admin', 'content-api'] as const)('over the %s door', (door) => {
  const send: Send = (...request) => world.doors[door](...request);

  it('the numbers count what was delivered, and no tests', async () => {
    const { webhook } = await world.plugin.webhooks.create({
      topics: ['entry.publish'],
      deliveryUrl: world.receiver.url,
      status: 'paused',
    });
    await world.plugin.webhooks.triggerTest(webhook.id);
    const [real] = await world.plugin.deliveries.list({ webhookId: webhook.id });
    await world.app.strapi.db
      .connection('durable_webhooks_deliveries')
      .where({ id: real?.id ?? '' })
      .update({ topic: 'entry.publish' });
    await world.plugin.webhooks.triggerTest(webhook.id);
    const { status, body } = await send('GET', '/stats', {
      query: `webhookId=${webhook.id}&bucket=day`,
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ bucket: 'day', totals: { succeeded: 1, failed: 0 } });
    expect(body.data.buckets.length).toBeGreaterThan(0);
  });

  it('the latencies are those that attempts took', async () => {
    const { webhook } = await world.plugin.webhooks.create({
      topics: ['entry.publish'],
      deliveryUrl: world.receiver.url,
      status: 'paused',
    });
    const attempts = world.app.strapi.db.connection('durable_webhooks_attempts');
    for (let count = 0; count < 20; count += 1) {
      await world.plugin.webhooks.triggerTest(webhook.id);
    }
    const tests = await world.plugin.deliveries.list({ webhookId: webhook.id });
    // Nineteen quick ones and one that took its time: the median, and the tail.
    for (const [index, { id }] of tests.entries()) {
      const durationMs = index === 19 ? 870 : 10 * (index + 1);
      await attempts.clone().where({ delivery_id: id }).update({ duration_ms: durationMs });
    }
    const { body } = await send('GET', '/stats', { query: `webhookId=${webhook.id}` });
    expect(body.data.totals).toMatchObject({
      attempts: 20,
      latencyMs: { p50: 100, p95: 190, p99: 870 },
    });
    const busy = body.data.buckets.filter(({ attempts: count }: { attempts: number }) => count > 0);
    expect(busy.at(-1).latencyMs.p99).toBe(870);
    const idle = body.data.buckets.filter(
      ({ attempts: count }: { attempts: number }) => count === 0,
    );
    expect(new Set(idle.map(({ latencyMs }: { latencyMs: unknown }) => latencyMs))).toEqual(
      new Set([null]),
    );
  });

  it('there are no numbers of a webhook that does not exist', async () => {
    expect(await send('GET', '/stats', { query: 'webhookId=2147483647' })).toMatchObject({
      status: 404,
      body: { error: { details: { code: 'webhook_not_found' } } },
    });
  });

  it.each<[string, string[]]>([
    ['bucket=year&webhookId=x&from=now&colour=red', ['bucket', 'colour', 'from', 'webhookId']],
    ['webhookId=99999999999', ['webhookId']],
    ['from=2026-01-01T00:00:00', ['from']],
  ])('the numbers refuse ?%s and name what is wrong', async (query, paths) => {
    const answer = await send('GET', '/stats', { query });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'query_invalid' } } },
    });
    expect(faultPaths(answer)).toEqual(paths);
  });

  it.each([
    'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    'bucket=minute&from=2000-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    'from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z',
  ])('the numbers refuse the range ?%s', async (query) => {
    expect(await send('GET', '/stats', { query })).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'query_invalid' } } },
    });
  });

  it('the health of every webhook is told', async () => {
    const { status, body } = await send('GET', '/webhooks/health');
    expect(status).toBe(200);
    expect(body.data).toHaveLength((await world.plugin.webhooks.list()).length);
    for (const health of body.data) expect(health.last24h).toHaveLength(24);
  });

  it('taking over is tried first, then makes ours and turns that of core off', async () => {
    const name = `Of core, over ${door}`;
    const coreId = await addToCore(name);
    const ofCore = async () => world.app.strapi.get('webhookStore').findWebhook(coreId);
    const tried = await send('POST', '/import');
    expect(tried).toMatchObject({
      status: 200,
      body: {
        data: {
          dryRun: true,
          webhooks: [{ coreId, name, outcome: 'would_import', webhookId: null }],
        },
      },
    });
    expect(tried.text).not.toContain('of-core');
    expect((await world.plugin.webhooks.list()).filter((one) => one.name === name)).toEqual([]);
    expect((await ofCore()).isEnabled).toBe(true);

    const { status, body, text } = await send('POST', '/import', {
      data: { dryRun: false, ids: [coreId] },
    });
    expect(status).toBe(200);
    const [imported] = body.data.webhooks;
    expect(imported).toMatchObject({ coreId, outcome: 'imported', webhookId: expect.any(Number) });
    expect(text).not.toContain('of-core');
    expect((await world.plugin.webhooks.find(imported.webhookId)).name).toBe(name);
    expect((await ofCore()).isEnabled).toBe(false);
    await world.app.strapi.get('webhookStore').deleteWebhook(coreId);
  });

  it('taking over refuses what it does not know', async () => {
    const answer = await send('POST', '/import', {
      data: { dryRun: 'no', ids: [{}], force: true },
    });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(['dryRun', 'force', 'ids.0']);
  });
});
