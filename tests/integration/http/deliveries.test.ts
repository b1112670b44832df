import { isDeepStrictEqual } from 'node:util';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { FAST_SETTINGS } from '../../helpers/plugin';
import { waitUntil } from '../../helpers/wait-until';
import { openBothDoors, faultPaths, type BothDoors } from './both-doors';
import type { Answer, Send } from './doors';

let world: BothDoors;
let webhookId: number;
let otherId: number;
let failedId: string;
let succeededId: string;

beforeAll(async () => {
  world = await openBothDoors({ settings: FAST_SETTINGS });
  const { plugin, receiver, app } = world;
  receiver.answer(({ json }) => {
    const isBroken = JSON.stringify(json).includes('broken');
    return isBroken ? { status: 503, body: 'a body of the answer' } : { status: 200 };
  });
  const create = async (path: string) => {
    const { webhook } = await plugin.webhooks.create({
      topics: ['entry.create'],
      deliveryUrl: `${receiver.url}${path}`,
      retrySchedule: [],
    });
    return webhook.id;
  };
  webhookId = await create('/one');
  otherId = await create('/two');
  for (const name of ['broken', 'second', 'third']) {
    await app.strapi.documents('api::tag.tag').create({ data: { name } });
  }
  const settled = (all: readonly DeliveryView[]): boolean =>
    all.length === 3 && all.every(({ state }) => state !== 'pending');
  await plugin.deliveriesWhen(otherId, settled);
  const deliveries = await plugin.deliveriesWhen(webhookId, settled);
  failedId = deliveries[0]?.id ?? '';
  succeededId = deliveries[1]?.id ?? '';
});
afterAll(() => world.stop());

const idsOf = ({ body }: Answer): string[] => body.data.map(({ id }: DeliveryView) => id);

describe.each(['admin', 'content-api'] as const)('deliveries over the %s door', (door) => {
  const send: Send = (...request) => world.doors[door](...request);
  const list = (query = '') => send('GET', '/deliveries', { query });

  it('are listed newest first, of all webhooks or of one', async () => {
    const all = await list();
    expect(all.status).toBe(200);
    // Three events and a ping for each of the two.
    expect(all.body.data).toHaveLength(8);
    expect(all.body.meta).toEqual({ pagination: { limit: 25, nextCursor: null } });
    const times = all.body.data.map(({ createdAt }: DeliveryView) => Date.parse(createdAt));
    expect(times).toEqual([...times].sort((a: number, b: number) => b - a));

    const ofOne = await send('GET', `/webhooks/${webhookId}/deliveries`);
    expect(ofOne.body.data).toHaveLength(4);
    expect(new Set(ofOne.body.data.map((one: DeliveryView) => one.webhookId))).toEqual(
      new Set([webhookId]),
    );
    expect(idsOf(await list(`filters[webhookId]=${webhookId}`))).toEqual(idsOf(ofOne));
  });

  it('come in pages that neither repeat nor miss, also while new ones arrive', async () => {
    const seen: string[] = [];
    const before = idsOf(await list());
    let cursor: string | null = null;
    do {
      const page = await list(
        `pagination[limit]=3${cursor === null ? '' : `&pagination[cursor]=${encodeURIComponent(cursor)}`}`,
      );
      expect(page.status).toBe(200);
      seen.push(...idsOf(page));
      cursor = page.body.meta.pagination.nextCursor;
      await world.plugin.webhooks.triggerTest(otherId);
    } while (cursor !== null);
    expect(seen).toEqual(before);
    for (const { id, topic } of await world.plugin.deliveries.list({ webhookId: otherId })) {
      if (topic === 'trigger-test') await removeDelivery(id);
    }
  });

  const removeDelivery = async (id: string): Promise<void> => {
    await world.app.strapi.db.connection('durable_webhooks_deliveries').where({ id }).delete();
  };

  it.each<[string, number]>([
    ['filters[state]=failed', 2],
    ['filters[state][$in][0]=failed&filters[state][$in][1]=succeeded', 8],
    ['filters[state]=held', 0],
    ['filters[topic]=ping', 2],
    ['filters[topic][]=ping&filters[topic][]=entry.create', 8],
    ['filters[uid]=api::tag.tag', 6],
    ['filters[statusCode]=503', 2],
    ['filters[statusCode]=999', 0],
    ['filters[statusCode][$in][]=200&filters[statusCode][$in][]=503', 8],
    ['filters[documentId]=nothing', 0],
    ['filters[createdFrom]=2020-01-01T00:00:00Z', 8],
    ['filters[createdTo]=2020-01-01T00:00:00.000%2B02:00', 0],
    ['filters[state]=failed&filters[topic]=ping', 0],
    ['filters[webhookId]=2147483647', 0],
    ["filters[text]=%25'%22;--", 0],
  ])('are found by ?%s', async (query, count) => {
    const answer = await list(query);
    expect({ status: answer.status, error: answer.body.error }).toEqual({
      status: 200,
      error: undefined,
    });
    expect(answer.body.data).toHaveLength(count);
  });

  it('are found by a part of their id', async () => {
    expect(idsOf(await list(`filters[text]=${failedId}`))).toContain(failedId);
  });

  it.each<[string, string[]]>([
    ['limit=5', ['limit']],
    ['filters[state]=lost', ['filters.state.0']],
    ['filters[state][$in]=', ['filters.state.0']],
    ['filters[webhookId]=abc', ['filters.webhookId']],
    ['filters[webhookId]=99999999999', ['filters.webhookId']],
    ['filters[statusCode]=99', ['filters.statusCode.0']],
    ['filters[statusCode]=1000', ['filters.statusCode.0']],
    ['filters[createdFrom]=yesterday', ['filters.createdFrom']],
    ['filters[createdTo]=2020-02-30T00:00:00Z', ['filters.createdTo']],
    ['filters[documentId]=a%00b', ['filters.documentId']],
    ['filters[text]=', ['filters.text']],
    ['filters[secret]=x&sort=id', ['filters.secret', 'sort']],
    ['pagination[limit]=0', ['pagination.limit']],
    ['pagination[page]=1', ['pagination.page']],
  ])('refuse ?%s and name what is wrong', async (query, paths) => {
    const answer = await list(query);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'query_invalid' } } },
    });
    expect(faultPaths(answer)).toEqual(paths);
  });

  it.each(['x', 'dlv_', '%00', "' or 1=1", '..%2f..'])('refuse the cursor %s', async (cursor) => {
    const answer = await list(`pagination[cursor]=${encodeURIComponent(cursor)}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'query_invalid' } } },
    });
    expect(faultPaths(answer)).toEqual([expect.stringContaining('cursor')]);
  });

  it('of one webhook do not take the filter that the path is', async () => {
    const answer = await send('GET', `/webhooks/${webhookId}/deliveries`, {
      query: 'filters[webhookId]=1',
    });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(['filters.webhookId']);
  });

  it('show their attempts and bodies', async () => {
    const { status, body } = await send('GET', `/deliveries/${failedId}`);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      id: failedId,
      webhookId,
      state: 'failed',
      payloadsHidden: false,
    });
    expect(body.data.attempts[0]).toMatchObject({
      number: 1,
      response: { status: 503, body: 'a body of the answer' },
    });
    expect(JSON.parse(body.data.body)).toMatchObject({
      event: 'entry.create',
      entry: { name: 'broken' },
    });
    const under = await send('GET', `/webhooks/${webhookId}/deliveries/${failedId}`);
    expect(under.body).toEqual(body);
    expect((await send('GET', `/deliveries/${failedId}/payload`)).body).toEqual(body);
  });

  it('are not there under another webhook', async () => {
    expect(await send('GET', `/webhooks/${otherId}/deliveries/${failedId}`)).toMatchObject({
      status: 404,
      body: { error: { name: 'NotFoundError', details: { code: 'delivery_not_found' } } },
    });
  });

  it.each([
    'x',
    'dlv_0',
    '%00',
    `dlv_${'0'.repeat(32)}_1`,
    `dlv_${'0'.repeat(32)}_9999999999999999`,
  ])('are not there with the id %s', async (id) => {
    for (const [method, path] of [
      ['GET', `/deliveries/${id}`],
      ['GET', `/deliveries/${id}/payload`],
      ['GET', `/webhooks/${webhookId}/deliveries/${id}`],
      ['POST', `/deliveries/${id}/redeliver`],
    ] as const) {
      expect(await send(method, path)).toMatchObject({
        status: 404,
        body: { error: { details: { code: 'delivery_not_found' } } },
      });
    }
  });

  it('are sent again, one by one', async () => {
    const count = (await world.plugin.deliveries.find(succeededId)).attempts.length;
    expect(await send('POST', `/deliveries/${succeededId}/redeliver`)).toMatchObject({
      status: 200,
      body: { data: { id: succeededId } },
    });
    const again = await world.plugin.deliveryWhen(
      succeededId,
      ({ attempts }) => attempts.length > count,
    );
    expect(again.attempts.at(-1)).toMatchObject({ trigger: 'manual', outcome: 'success' });
  });

  it('are counted before many are sent again', async () => {
    const filters = { webhookId, state: ['failed'] };
    const dry = await send('POST', '/deliveries/replay', { data: { filters, dryRun: true } });
    expect(dry).toMatchObject({
      status: 200,
      body: {
        data: { dryRun: true, matched: 1, requested: 0, limit: expect.any(Number), onTheWay: 0 },
      },
    });
    const count = (await world.plugin.deliveries.find(failedId)).attempts.length;
    const replay = await send('POST', '/deliveries/replay', { data: { filters, limit: 5 } });
    expect(replay).toMatchObject({
      status: 200,
      body: { data: { dryRun: false, matched: 1, requested: 1 } },
    });
    await world.plugin.deliveryWhen(failedId, ({ attempts }) => attempts.length > count);
    const after = await send('POST', '/deliveries/replay', { data: { filters, dryRun: true } });
    expect(after.body.data).toMatchObject({ matched: 1, onTheWay: 0 });
  });

  it('are sent again up to the limit, the oldest first', async () => {
    const countAttempts = async () => {
      const all = await world.plugin.deliveriesWhen(webhookId, () => true);
      return all.map(({ attemptCount }) => attemptCount);
    };
    const before = await countAttempts();
    const { body } = await send('POST', '/deliveries/replay', {
      data: { filters: { webhookId }, limit: 2 },
    });
    expect(body.data).toMatchObject({ matched: 3, requested: 2, limit: 2 });
    const expected = before.map((count, index) => (index < 2 ? count + 1 : count));
    await waitUntil(countAttempts, (counts) => isDeepStrictEqual(counts, expected), 'two attempts');
  });

  it('are sent again without pings and tests, unless the filter names those', async () => {
    const matched = async (filters: object): Promise<number> => {
      const data = { filters: { webhookId, ...filters }, dryRun: true };
      return (await send('POST', '/deliveries/replay', { data })).body.data.matched;
    };
    expect(await matched({})).toBe(3);
    expect(await matched({ topic: ['ping', 'trigger-test'] })).toBe(1);
    expect(await matched({ topic: ['ping', 'entry.create'] })).toBe(4);
    const isPing = ({ topic }: DeliveryView) => topic === 'ping';
    const ping = (await world.plugin.deliveries.list({ webhookId })).find(isPing);
    const count = (await world.plugin.deliveries.find(failedId)).attempts.length;
    await send('POST', '/deliveries/replay', { data: { filters: { webhookId } } });
    await world.plugin.deliveryWhen(failedId, ({ attempts }) => attempts.length > count);
    expect((await world.plugin.deliveries.find(ping?.id ?? '')).attemptCount).toBe(1);
  });

  it.each<[unknown, string[]]>([
    [{}, ['filters']],
    [
      { filters: { state: ['lost'] }, dryRun: 'yes', limit: 0, all: true },
      ['all', 'dryRun', 'filters.state.0', 'limit'],
    ],
    [{ filters: { webhookId: '1' } }, ['filters.webhookId']],
  ])('are not sent again with %j', async (data, paths) => {
    const answer = await send('POST', '/deliveries/replay', { data });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(paths);
  });
});

describe('bodies', () => {
  const expectHidden = ({ body: { data }, text }: Answer): void => {
    expect(data).toMatchObject({ payloadsHidden: true, body: null });
    expect(data.attempts[0]).toMatchObject({ response: { status: 503, body: null } });
    expect(text).not.toContain('broken');
    expect(text).not.toContain('a body of the answer');
  };
  const ours = (name: string): string => `plugin::durable-webhooks.${name}`;

  it('are hidden from people without the permission', async () => {
    const send = await world.callers.admin([ours('webhooks.read')]);
    for (const path of [
      `/deliveries/${failedId}`,
      `/webhooks/${webhookId}/deliveries/${failedId}`,
    ]) {
      expectHidden(await send('GET', path));
    }
    expect((await send('GET', `/deliveries/${failedId}/payload`)).status).toBe(403);
  });

  it('are hidden from tokens without the scope of the route that shows them', async () => {
    const without = await world.callers.token({ custom: [ours('deliveries.read')] });
    expectHidden(await without('GET', `/deliveries/${failedId}`));
    const scopes = [ours('deliveries.read'), ours('deliveries.readPayload')];
    const both = await world.callers.token({ custom: scopes });
    for (const path of [`/deliveries/${failedId}`, `/deliveries/${failedId}/payload`]) {
      expect((await both('GET', path)).body.data).toMatchObject({ payloadsHidden: false });
    }
  });

  it('of the answer to a test are hidden too', async () => {
    const send = await world.callers.admin([ours('webhooks.trigger')]);
    const { body } = await send('POST', `/webhooks/${webhookId}/trigger`);
    expect(body.data.attempt).toMatchObject({ response: { status: 200, body: null } });
    expect(body.data.body).toBeNull();
    const both = await world.callers.admin([
      ours('webhooks.trigger'),
      ours('deliveries.read-payloads'),
    ]);
    const open = await both('POST', `/webhooks/${webhookId}/trigger`);
    expect(JSON.parse(open.body.data.body)).toEqual(world.receiver.requests.at(-1)?.json);
  });
});
