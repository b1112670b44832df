import { openBothDoors, faultPaths, type BothDoors } from './both-doors';
import type { Send } from './doors';

let world: BothDoors;
let coreId: string;

beforeAll(async () => {
  world = await openBothDoors();
  const core = await world.app.strapi.get('webhookStore').createWebhook({
    name: 'Of core',
    url: `${world.receiver.url}/core`,
    headers: { Authorization: 'Bearer of-core' },
    events: ['entry.publish'],
  });
  coreId = String(core.id);
});
afterAll(() => world.stop());

describe.each(['admin', 'content-api'] as const)('over the %s door', (door) => {
  const send: Send = (...request) => world.doors[door](...request);

  it('the numbers count what was delivered', async () => {
    const { webhook } = await world.plugin.webhooks.create({
      topics: ['entry.publish'],
      deliveryUrl: world.receiver.url,
      status: 'paused',
    });
    await world.plugin.webhooks.triggerTest(webhook.id);
    const { status, body } = await send('GET', '/stats', {
      query: `webhookId=${webhook.id}&bucket=day`,
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ bucket: 'day', totals: { succeeded: 1, failed: 0 } });
    expect(body.data.buckets.length).toBeGreaterThan(0);
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

  it('taking over is tried first, and shows no value of a header', async () => {
    const answer = await send('POST', '/import');
    expect(answer).toMatchObject({
      status: 200,
      body: {
        data: {
          dryRun: true,
          webhooks: [{ coreId, name: 'Of core', outcome: 'would_import', webhookId: null }],
        },
      },
    });
    expect(answer.text).not.toContain('of-core');
    const before = await world.plugin.webhooks.list();
    expect(before.filter(({ name }) => name === 'Of core')).toEqual([]);
  });

  it('taking over refuses what it does not know', async () => {
    const answer = await send('POST', '/import', {
      data: { dryRun: 'no', ids: [{}], force: true },
    });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(['dryRun', 'force', 'ids.0']);
  });
});

it('taking over makes ours and turns that of core off', async () => {
  const { status, body } = await world.doors['content-api']('POST', '/import', {
    data: { dryRun: false, ids: [coreId] },
  });
  expect(status).toBe(200);
  const [imported] = body.data.webhooks;
  expect(imported).toMatchObject({ coreId, outcome: 'imported', webhookId: expect.any(Number) });
  expect((await world.plugin.webhooks.find(imported.webhookId)).name).toBe('Of core');
  const core = await world.app.strapi.get('webhookStore').findWebhook(coreId);
  expect(core.isEnabled).toBe(false);
});
