import { MASK } from '../../../server/src/domain/rules/mask';
import type { PluginUnderTest } from '../../helpers/plugin';
import type { Receiver } from '../../helpers/receiver';
import { faultPaths, openBothDoors, type BothDoors } from './both-doors';
import type { Send } from './doors';

let world: BothDoors;
let plugin: PluginUnderTest;
let receiver: Receiver;

beforeAll(async () => {
  world = await openBothDoors();
  ({ plugin, receiver } = world);
});
afterAll(() => world.stop());
afterEach(async () => {
  for (const { id } of await plugin.webhooks.list()) await plugin.webhooks.delete(id);
});

describe.each(['admin', 'content-api'] as const)('webhooks over the %s door', (door) => {
  const send: Send = (...request) => world.doors[door](...request);
  const valid = () => ({ topics: ['entry.publish'], deliveryUrl: receiver.url, status: 'paused' });
  const created = async (over: object = {}) =>
    (await send('POST', '/webhooks', { data: { ...valid(), ...over } })).body.data;

  it('are created, read, changed in part and deleted', async () => {
    const create = await send('POST', '/webhooks', { data: { ...valid(), name: 'Shop' } });
    expect(create.status).toBe(201);
    const { secret, standardSecret, ...webhook } = create.body.data;
    expect(secret).toMatch(/^whsec_/);
    expect(standardSecret).toBe(secret);
    expect(webhook).toMatchObject({ name: 'Shop', status: 'paused', contentTypes: '*' });

    const url = `/webhooks/${webhook.id}`;
    expect((await send('GET', url)).body).toEqual({ data: webhook });

    const update = await send('PUT', url, { data: { name: 'Market' } });
    expect(update).toMatchObject({
      status: 200,
      body: { data: { ...webhook, name: 'Market', updatedAt: expect.any(String) } },
    });

    expect(await send('DELETE', url)).toMatchObject({
      status: 200,
      body: { data: { id: webhook.id, name: 'Market' } },
    });
    expect((await send('GET', url)).status).toBe(404);
  });

  it('show a chosen secret in the form that verifiers need', async () => {
    const { secret, standardSecret } = await created({ secret: 'a secret of words' });
    expect(secret).toBe('a secret of words');
    expect(standardSecret).toBe(`whsec_${Buffer.from('a secret of words').toString('base64')}`);
  });

  it("are refused with every wrong field at once, in Strapi's form", async () => {
    const answer = await send('POST', '/webhooks', {
      data: {
        topics: ['entry.explode'],
        deliveryUrl: 'ftp://example.com',
        colour: 'red',
        secret: 'x',
      },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        data: null,
        error: { status: 400, name: 'ValidationError', details: { code: 'webhook_invalid' } },
      },
    });
    expect(new Set(faultPaths(answer))).toEqual(
      new Set(['topics', 'deliveryUrl', 'colour', 'secret']),
    );
    expect(answer.body.error.details.errors[0]).toEqual({
      path: expect.any(Array),
      message: expect.any(String),
      name: 'ValidationError',
    });
    expect(await plugin.webhooks.list()).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['no data', {}, ['data']],
    ['data that is a list', { data: [] }, ['data']],
    [
      'a field beside data',
      { data: { topics: ['*'], deliveryUrl: 'http://example.com' }, name: 'x' },
      ['name'],
    ],
    ['a list', [1], ['']],
  ])('refuse a body with %s', async (_what, body, paths) => {
    const answer = await send('POST', '/webhooks', { body });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'request_invalid' } } },
    });
    expect(faultPaths(answer)).toEqual(paths);
  });

  it('say which required field is missing', async () => {
    const answer = await send('POST', '/webhooks', { data: {} });
    expect(answer.body.error.details.errors).toMatchObject([
      { path: ['topics'], message: 'is required' },
      { path: ['deliveryUrl'], message: 'is required' },
    ]);
  });

  it('keep the faulty edit out as a whole', async () => {
    const { id } = await created({ name: 'Shop' });
    const answer = await send('PUT', `/webhooks/${id}`, {
      data: { name: 'New', deliveryUrl: 'nope', status: 'disabled' },
    });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(['deliveryUrl', 'status']);
    expect((await plugin.webhooks.find(id)).name).toBe('Shop');
  });

  it.each(['0', '-1', '1.5', 'abc', '1e3', '%00', '2147483648', '99999999999999999999', '404'])(
    'say that there is none with the id %s',
    async (id) => {
      for (const [method, path] of [
        ['GET', ''],
        ['PUT', ''],
        ['DELETE', ''],
        ['POST', '/pause'],
        ['POST', '/resume'],
        ['POST', '/trigger'],
        ['POST', '/secret/rotate'],
        ['GET', '/deliveries'],
      ] as const) {
        const answer = await send(
          method,
          `/webhooks/${id}${path}`,
          method === 'PUT' ? { data: {} } : {},
        );
        expect(answer).toMatchObject({
          status: 404,
          body: { error: { name: 'NotFoundError', details: { code: 'webhook_not_found' } } },
        });
      }
    },
  );

  describe('when two people edit', () => {
    it('the second save with an old updatedAt gets 409 and changes nothing', async () => {
      const { id, updatedAt } = await created({ name: 'Shop' });
      const first = await send('PUT', `/webhooks/${id}`, { data: { name: 'Mine', updatedAt } });
      expect(first.status).toBe(200);
      expect(first.body.data.updatedAt).not.toBe(updatedAt);
      const second = await send('PUT', `/webhooks/${id}`, { data: { name: 'Yours', updatedAt } });
      expect(second).toMatchObject({
        status: 409,
        body: {
          data: null,
          error: { status: 409, name: 'ConflictError', details: { code: 'webhook_conflict' } },
        },
      });
      expect((await plugin.webhooks.find(id)).name).toBe('Mine');

      const again = await send('PUT', `/webhooks/${id}`, {
        data: { name: 'Yours', updatedAt: first.body.data.updatedAt },
      });
      expect(again).toMatchObject({ status: 200, body: { data: { name: 'Yours' } } });
    });

    it('an updatedAt that is no instant is a wrong field among the others', async () => {
      const { id } = await created();
      const answer = await send('PUT', `/webhooks/${id}`, {
        data: { updatedAt: 'yesterday', deliveryUrl: 'nope' },
      });
      expect(answer.status).toBe(400);
      expect(faultPaths(answer)).toEqual(['deliveryUrl', 'updatedAt']);
    });
  });

  describe('and their headers', () => {
    it('come back masked where they are sensitive, and can be saved again', async () => {
      const webhook = await created({
        headers: { Authorization: 'Bearer kept', 'X-Shop': 'hidden too', 'X-Open': 'open' },
        sensitiveHeaders: ['x-shop'],
      });
      const shown = { Authorization: MASK, 'X-Shop': MASK, 'X-Open': 'open' };
      expect(webhook.headers).toEqual(shown);
      const { body } = await send('PUT', `/webhooks/${webhook.id}`, {
        data: { headers: { ...webhook.headers, 'X-Open': 'changed' } },
      });
      expect(body.data.headers).toEqual({ ...shown, 'X-Open': 'changed' });

      await plugin.webhooks.triggerTest(webhook.id);
      expect(receiver.requests.at(-1)?.headers).toMatchObject({
        authorization: 'Bearer kept',
        'x-shop': 'hidden too',
        'x-open': 'changed',
      });
    });
  });

  it.each<[string, object, string, string]>([
    ['a mask with nothing behind it', { headers: { 'X-Shop': MASK } }, 'headers.X-Shop', 'set it'],
    [
      'a mark for a header that is not there',
      { headers: { 'X-Shop': 'tokyo' }, sensitiveHeaders: ['X-Shpo'] },
      'sensitiveHeaders',
      'there is no header "X-Shpo"',
    ],
  ])('refuse %s', async (_what, input, path, words) => {
    const answer = await send('POST', '/webhooks', { data: { ...valid(), ...input } });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual([path]);
    expect(answer.text).toContain(JSON.stringify(words).slice(1, -1));
  });

  it.each<[string, object]>([
    ['alone', { sensitiveHeaders: [] }],
    [
      'with the mask',
      { headers: { 'x-shop': MASK, 'X-Open': 'open' }, sensitiveHeaders: ['X-Open'] },
    ],
  ])('do not uncover a hidden header when its mark is taken off %s', async (_how, data) => {
    const { id } = await created({
      headers: { 'X-Shop': 'hidden', 'X-Open': 'open' },
      sensitiveHeaders: ['X-Shop'],
    });
    const answer = await send('PUT', `/webhooks/${id}`, { data });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(['sensitiveHeaders']);
    expect(answer.text).not.toContain('"hidden"');
    expect((await plugin.webhooks.find(id)).headers).toEqual({ 'X-Shop': MASK, 'X-Open': 'open' });

    const known = await send('PUT', `/webhooks/${id}`, {
      data: { headers: { 'X-Shop': 'hidden' }, sensitiveHeaders: [] },
    });
    expect(known).toMatchObject({
      status: 200,
      body: { data: { headers: { 'X-Shop': 'hidden' } } },
    });
  });

  it('are paused and resumed', async () => {
    const { id } = await created({ status: 'active' });
    expect(await send('POST', `/webhooks/${id}/pause`)).toMatchObject({
      status: 200,
      body: { data: { status: 'paused' } },
    });
    expect(
      await send('POST', `/webhooks/${id}/resume`, { data: { held: 'discard' } }),
    ).toMatchObject({
      status: 200,
      body: { data: { status: 'active' } },
    });
    const answer = await send('POST', `/webhooks/${id}/resume`, { data: { held: 'burn', why: 1 } });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(['held', 'why']);
  });

  it('leave everything as it is when there is nothing to change', async () => {
    const { id, updatedAt } = await created({ status: 'active' });
    const savedAt = ({ body }: Awaited<ReturnType<Send>>): unknown => body.data.updatedAt;
    expect(savedAt(await send('POST', `/webhooks/${id}/resume`))).toBe(updatedAt);
    expect(savedAt(await send('PUT', `/webhooks/${id}`, { data: {} }))).toBe(updatedAt);
    const pausedAt = savedAt(await send('POST', `/webhooks/${id}/pause`));
    expect(pausedAt).not.toBe(updatedAt);
    expect(savedAt(await send('POST', `/webhooks/${id}/pause`))).toBe(pausedAt);
    const { body } = await send('GET', `/webhooks/${id}/audit`);
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
      'paused',
      'created',
    ]);
  });

  it('discard what is held, on record, and nothing while they are active', async () => {
    const { id } = await created({ status: 'active' });
    await send('POST', `/webhooks/${id}/trigger`, { data: { topic: 'ping' } });
    const statesOf = async (): Promise<string[]> =>
      (await plugin.deliveries.list({ webhookId: id })).map(({ state }) => state);
    const discard = () => send('POST', `/webhooks/${id}/resume`, { data: { held: 'discard' } });
    expect(new Set(await statesOf())).toEqual(new Set(['pending']));

    expect((await discard()).status).toBe(200);
    expect(new Set(await statesOf())).toEqual(new Set(['pending']));

    await send('POST', `/webhooks/${id}/pause`);
    expect((await discard()).status).toBe(200);
    const states = await statesOf();
    expect(new Set(states)).toEqual(new Set(['discarded']));
    const { body } = await send('GET', `/webhooks/${id}/audit`);
    expect(body.data[0]).toMatchObject({
      action: 'resumed',
      details: { held: 'discard', discarded: states.length },
    });
  });

  it('are tested at once, and pinged by way of the queue', async () => {
    const { id } = await created({ status: 'active' });
    receiver.answer({ status: 418, body: 'teapot' });
    const test = await send('POST', `/webhooks/${id}/trigger`);
    expect(test).toMatchObject({
      status: 200,
      body: {
        data: {
          topic: 'trigger-test',
          attempt: { outcome: 'failure', response: { status: 418, body: 'teapot' } },
        },
      },
    });
    const ping = await send('POST', `/webhooks/${id}/trigger`, { data: { topic: 'ping' } });
    expect(ping).toMatchObject({
      status: 200,
      body: {
        data: { topic: 'ping', delivery: { topic: 'ping', webhookId: id, state: 'pending' } },
      },
    });
    const answer = await send('POST', `/webhooks/${id}/trigger`, {
      data: { topic: 'entry.publish' },
    });
    expect(answer.status).toBe(400);
    expect(faultPaths(answer)).toEqual(['topic']);
  });
});
