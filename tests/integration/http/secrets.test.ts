import type { EndpointName } from '../../../server/src/contracts/endpoints';
import { pluginOf } from '../../helpers/plugin';
import { startReceiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';
import { waitUntil } from '../../helpers/wait-until';
import { callersOf, type Answer, type Callers, type Send } from './doors';
import { ENDPOINT_NAMES, exampleOf, type World } from './examples';

const SECRET = 'the secret that nobody sees';
const HEADER = 'Bearer header-that-nobody-sees';
const TOKEN = 'query-that-nobody-sees';
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MASK = '••••••••';

let app: BootedPlayground;
let world: World;
let callers: Callers;
let admin: Send;
let token: Send;

beforeAll(async () => {
  app = await bootPlayground({ settings: { dispatcher: 'never' } });
  world = { plugin: pluginOf(app.strapi), receiver: await startReceiver() };
  callers = callersOf(app.strapi);
  admin = await callers.operator();
  token = await callers.token('full-access');
});
afterAll(async () => {
  await app.stop();
  await world.receiver.close();
});

const aWebhookWithSecret = async (over: object = {}): Promise<number> => {
  const { webhook } = await world.plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: `${world.receiver.url}/?token=${TOKEN}`,
    status: 'paused',
    secret: SECRET,
    headers: { Authorization: HEADER },
    ...over,
  });
  return webhook.id;
};

/** Every way in which a secret could be written. */
const formsOf = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
];

const expectNoSecret = (text: string): void => {
  for (const form of [SECRET, HEADER, TOKEN].flatMap(formsOf)) expect(text).not.toContain(form);
};

const SHOWING: readonly EndpointName[] = ['webhooks.revealSecret'];

it.each(ENDPOINT_NAMES.filter((name) => !SHOWING.includes(name)))(
  '%s shows neither secrets nor sensitive headers of a webhook that exists',
  async (name) => {
    const id = await aWebhookWithSecret();
    await world.plugin.webhooks.triggerTest(id);
    const { method, path, ...sent } = await exampleOf(name, world);
    // The same question about the webhook with the secret, wherever one is asked about.
    const paths = [path, path.replace(/^\/webhooks\/\d+/, `/webhooks/${id}`)];
    for (const send of [admin, token]) {
      for (const one of new Set(paths)) expectNoSecret((await send(method, one, sent)).text);
    }
  },
);

it('keeps secrets out of refusals', async () => {
  const data = {
    secret: SECRET,
    headers: { Authorization: HEADER, 'bad name': HEADER },
    deliveryUrl: 'nope',
    colour: SECRET,
  };
  const refused = await admin('POST', '/webhooks', { data });
  expect(refused.status).toBe(400);
  expectNoSecret(refused.text);
});

const fields = ({ body }: Answer): string[] =>
  body.error.details.errors.map(({ path }: { path: unknown[] }) => path.join('.'));

describe('masked values', () => {
  const lastPath = (): string | undefined => world.receiver.requests.at(-1)?.path;

  it('can be saved again as they were shown, and go on being sent', async () => {
    const id = await aWebhookWithSecret();
    const { body } = await admin('GET', `/webhooks/${id}`);
    expect(body.data.deliveryUrl).toBe(`${world.receiver.url}/?token=${MASK}`);
    const { deliveryUrl, headers } = body.data;
    const data = { name: 'Saved again', deliveryUrl: `${deliveryUrl}&shop=2`, headers };
    const saved = await admin('PUT', `/webhooks/${id}`, { data });
    expect(saved).toMatchObject({ status: 200, body: { data: { name: 'Saved again' } } });
    expectNoSecret(saved.text);
    await admin('POST', `/webhooks/${id}/trigger`);
    expect(lastPath()).toBe(`/?token=${TOKEN}&shop=2`);
    expect(world.receiver.requests.at(-1)?.headers.authorization).toBe(HEADER);
  });

  it('do not follow a webhook to another receiver, where somebody could read them', async () => {
    const id = await aWebhookWithSecret();
    const before = await admin('GET', `/webhooks/${id}`);
    const { deliveryUrl, headers } = before.body.data;
    const elsewhere = String(deliveryUrl).replace('127.0.0.1', 'localhost');
    const masked = await admin('PUT', `/webhooks/${id}`, {
      data: { deliveryUrl: elsewhere, headers },
    });
    expect(masked.status).toBe(400);
    expect(fields(masked)).toEqual(['deliveryUrl', 'headers.Authorization']);
    const alone = await admin('PUT', `/webhooks/${id}`, {
      data: { deliveryUrl: 'https://receiver.example/' },
    });
    expect(fields(alone)).toEqual(['headers.Authorization']);
    expect((await admin('GET', `/webhooks/${id}`)).body).toEqual(before.body);

    const moved = await admin('PUT', `/webhooks/${id}`, {
      data: { deliveryUrl: 'https://receiver.example/', headers: { Authorization: 'Bearer new' } },
    });
    expect(moved.status).toBe(200);
  });

  it('are not enough for a new webhook', async () => {
    const data = { topics: ['*'], deliveryUrl: `${world.receiver.url}/?token=${MASK}` };
    const refused = await admin('POST', '/webhooks', { data });
    expect(refused.status).toBe(400);
    expect(fields(refused)).toEqual(['deliveryUrl']);
  });
});

describe.each(['admin', 'content-api'] as const)('rotating over the %s door', (door) => {
  const send: Send = (...request) => (door === 'admin' ? admin : token)(...request);
  const rotate = (id: number, data?: object) =>
    send('POST', `/webhooks/${id}/secret/rotate`, { data });
  const countSignatures = async (id: number): Promise<number> => {
    await world.plugin.webhooks.triggerTest(id);
    const { headers } = world.receiver.requests.at(-1) ?? {};
    return String(headers?.['webhook-signature']).split(' ').length;
  };

  it('answers with the new secret, in both forms, and not with the old one', async () => {
    const id = await aWebhookWithSecret();
    const answer = await rotate(id, { overlapHours: 1 });
    expect(answer).toMatchObject({ status: 200, body: { data: { id } } });
    const { secret, standardSecret } = answer.body.data;
    expect(secret).toMatch(/^whsec_/);
    expect(standardSecret).toBe(secret);
    expectNoSecret(answer.text);
  });

  it.each([
    ['a day, unless one says', undefined, 24],
    ['so many hours', { overlapHours: 1.5 }, 1.5],
  ])('lets both sign for %s', async (_what, data, hours) => {
    const id = await aWebhookWithSecret();
    const before = Date.now();
    const { body } = await rotate(id, data);
    const expiresAt = Date.parse(body.data.previousSecretExpiresAt);
    // The database's clock may be a little off ours.
    expect(expiresAt).toBeGreaterThan(before + hours * HOUR_MS - MINUTE_MS);
    expect(expiresAt).toBeLessThan(Date.now() + hours * HOUR_MS + MINUTE_MS);
    expect(await countSignatures(id)).toBe(2);
  });

  it('lets the old one sign until its time and no longer', async () => {
    const id = await aWebhookWithSecret();
    await rotate(id, { overlapHours: 3_000 / HOUR_MS });
    expect(await countSignatures(id)).toBe(2);
    await waitUntil(
      () => countSignatures(id),
      (count) => count === 1,
      'the old secret to end',
    );
  });

  it("takes a secret of one's own, and refuses a weak one", async () => {
    const id = await aWebhookWithSecret();
    const weak = await rotate(id, { secret: 'weak', overlapHours: -1, colour: 1 });
    expect(weak.status).toBe(400);
    expect(fields(weak).sort()).toEqual(['colour', 'overlapHours', 'secret']);
    expect(await countSignatures(id)).toBe(1);
    const own = await rotate(id, { secret: 'one of my own words' });
    expect(own.body.data).toMatchObject({
      secret: 'one of my own words',
      standardSecret: `whsec_${Buffer.from('one of my own words').toString('base64')}`,
    });
  });

  it('ends early on request', async () => {
    const id = await aWebhookWithSecret();
    await rotate(id);
    const ended = await rotate(id, { endPrevious: true });
    expect(ended).toMatchObject({ status: 200, body: { data: { previousSecretExpiresAt: null } } });
    expect(ended.body.data).not.toHaveProperty('secret');
    expect(await countSignatures(id)).toBe(1);
    const both = await rotate(id, { endPrevious: true, secret: 'one of my own words' });
    expect(both.status).toBe(400);
    expect(fields(both)).toEqual(['endPrevious']);
  });
});

describe('revealing', () => {
  it('shows the secret and those that still sign', async () => {
    const id = await aWebhookWithSecret();
    await admin('POST', `/webhooks/${id}/secret/rotate`, {
      data: { secret: 'one of my own words' },
    });
    const { status, body, headers } = await admin('POST', `/webhooks/${id}/secret/reveal`);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.data).toEqual({
      secret: 'one of my own words',
      standardSecret: `whsec_${Buffer.from('one of my own words').toString('base64')}`,
      previous: [{ secret: SECRET, expiresAt: expect.any(String) }],
    });
  });

  it('says on record who asked', async () => {
    const id = await aWebhookWithSecret();
    const messages: string[] = [];
    const log = jest.spyOn(app.strapi.log, 'info').mockImplementation((...[message]: unknown[]) => {
      messages.push(String(message));
      return app.strapi.log;
    });
    const warn = jest
      .spyOn(app.strapi.log, 'warn')
      .mockImplementation((...[message]: unknown[]) => {
        messages.push(String(message));
        return app.strapi.log;
      });
    const send = await callers.admin(['plugin::durable-webhooks.webhooks.reveal-secret']);
    await send('POST', `/webhooks/${id}/secret/reveal`);
    log.mockRestore();
    warn.mockRestore();
    const line = messages.find((message) => message.includes('secret'));
    expect(line).toMatch(/caller-[\w-]+@example\.com/);
    expectNoSecret(messages.join('\n'));
  });
});
