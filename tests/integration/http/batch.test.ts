import { openBothDoors, faultPaths, type BothDoors } from './both-doors';
import type { Send } from './doors';

let world: BothDoors;

beforeAll(async () => {
  world = await openBothDoors();
});
afterAll(() => world.stop());
afterEach(async () => {
  for (const { id } of await world.plugin.webhooks.list()) await world.plugin.webhooks.delete(id);
});

const valid = {
  topics: ['entry.publish'],
  deliveryUrl: 'https://example.com',
  status: 'paused' as const,
};
const aWebhook = async (name: string) =>
  (await world.plugin.webhooks.create({ ...valid, name })).webhook;
const names = async () => (await world.plugin.webhooks.list()).map(({ name }) => name).sort();

describe.each(['admin', 'content-api'] as const)('a batch over the %s door', (door) => {
  const send: Send = (...request) => world.doors[door](...request);
  const batch = (data: unknown) => send('POST', '/webhooks/batch', { data });

  it('creates, updates and deletes, each item with its own result', async () => {
    const [kept, edited, gone] = [
      await aWebhook('kept'),
      await aWebhook('edited'),
      await aWebhook('gone'),
    ];
    const { status, body } = await batch({
      create: [
        { ...valid, name: 'new' },
        { ...valid, topics: ['entry.explode'], colour: 1 },
      ],
      update: [
        { id: edited.id, name: 'renamed' },
        { id: 4040, name: 'nobody' },
        { id: kept.id, name: 'late', updatedAt: '2020-01-01T00:00:00.000Z' },
        { id: 'x', name: 'nobody' },
      ],
      delete: [gone.id, 4041, 'x'],
    });
    expect(status).toBe(200);
    expect(body.data.create).toEqual([
      { data: expect.objectContaining({ name: 'new', secret: expect.stringMatching(/^whsec_/) }) },
      {
        error: {
          status: 400,
          name: 'ValidationError',
          message: expect.any(String),
          details: {
            code: 'webhook_invalid',
            errors: expect.arrayContaining([expect.objectContaining({ path: ['colour'] })]),
          },
        },
      },
    ]);
    expect(body.data.update).toMatchObject([
      { data: { id: edited.id, name: 'renamed' } },
      { error: { status: 404, name: 'NotFoundError', details: { code: 'webhook_not_found' } } },
      { error: { status: 409, name: 'ConflictError', details: { code: 'webhook_conflict' } } },
      { error: { status: 400, details: { errors: [{ path: ['id'] }] } } },
    ]);
    expect(body.data.update[0].data).not.toHaveProperty('secret');
    expect(body.data.delete).toMatchObject([
      { data: { id: gone.id, name: 'gone' } },
      { error: { status: 404 } },
      { error: { status: 400 } },
    ]);
    expect(await names()).toEqual(['kept', 'new', 'renamed']);
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['empty lists', { create: [], update: [], delete: [] }],
    ['more than 100 items', { create: Array(60).fill(valid), delete: Array(41).fill(1) }],
    ['an unknown list', { create: [valid], destroy: [1] }],
    ['a list that is none', { create: valid }],
    ['items that are no objects', { create: ['x', null] }],
  ])('is refused as a whole with %s', async (_what, data) => {
    const answer = await batch(data);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'request_invalid' } } },
    });
    expect(faultPaths(answer).length).toBeGreaterThan(0);
    expect(await names()).toEqual([]);
  });

  it('takes 100 items', async () => {
    const { status, body } = await batch({
      delete: Array.from({ length: 100 }, (_, at) => at + 5000),
    });
    expect(status).toBe(200);
    expect(body.data.delete).toHaveLength(100);
  });
});

it('needs the permission of each thing that it does, and does nothing without', async () => {
  const { id } = await aWebhook('kept');
  const send = await world.callers.admin(['plugin::durable-webhooks.webhooks.create']);
  const mixed = await send('POST', '/webhooks/batch', { data: { create: [valid], delete: [id] } });
  expect(mixed).toMatchObject({
    status: 403,
    body: {
      error: {
        details: {
          code: 'request_forbidden',
          errors: [{ path: ['delete'], message: expect.stringContaining('webhooks.delete') }],
        },
      },
    },
  });
  expect(await names()).toEqual(['kept']);
  expect((await send('POST', '/webhooks/batch', { data: { create: [valid] } })).status).toBe(200);
});
