import { WebhookVerificationService } from '@hookflo/tern';
import { Webhook as StandardVerifier } from 'standardwebhooks';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../../helpers/plugin';
import { startReceiver, type ReceivedRequest, type Receiver } from '../../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../../helpers/strapi';

const ARTICLE = 'api::article.article';

let app: BootedPlayground;
let plugin: PluginUnderTest;
let receiver: Receiver;

beforeAll(async () => {
  app = await bootPlayground({
    settings: {
      ...FAST_SETTINGS,
      sourceUrl: 'https://cms.example.com',
      defaultHeaders: {
        'X-Shop': 'default',
        'X-Port': 1337,
        Authorization: 'Bearer default-token',
      },
      maxBodyBytes: 4096,
    },
  });
  plugin = pluginOf(app.strapi);
});
afterAll(() => app.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const { id } of await plugin.webhooks.list()) await plugin.webhooks.delete(id);
  await receiver.close();
});

const publishArticle = (data: Record<string, unknown> = {}) =>
  app.strapi
    .documents(ARTICLE)
    .create({ data: { title: 'Tea from 東京 / café', ...data }, status: 'published' });

const eventRequests = (requests: readonly ReceivedRequest[]): ReceivedRequest[] =>
  requests.filter((request) => request.headers['x-strapi-event'] !== 'ping');

const delivered = async (): Promise<ReceivedRequest> => {
  const requests = await receiver.waitFor((all) => eventRequests(all).length >= 1);
  const [first] = eventRequests(requests);
  if (first === undefined) throw new Error('nothing was delivered');
  return first;
};

const requestOf = ({ headers, body }: ReceivedRequest): Request =>
  new Request('http://receiver.test/', {
    method: 'POST',
    body,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
        ? [[name, value]]
        : [],
    ),
  });

it("posts core's body with the documented headers", async () => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: `${receiver.url}/hook?shop=1`,
    headers: { 'X-Own': 'yes', authorization: 'Bearer own-token' },
  });
  const article = await publishArticle();
  const request = await delivered();
  const [delivery] = await plugin.deliveriesWhen(
    webhook.id,
    (all) => all[0]?.state === 'succeeded',
  );

  expect(request).toMatchObject({ method: 'POST', path: '/hook?shop=1' });
  expect(request.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(
      /^strapi-plugin-durable-webhooks\/\S+ \(Strapi\/5\.54\.0\)$/,
    ),
    'x-strapi-event': 'entry.publish',
    'x-wc-webhook-source': 'https://cms.example.com/',
    'x-wc-webhook-topic': 'entry.publish',
    'x-wc-webhook-resource': 'entry',
    'x-wc-webhook-event': 'publish',
    'x-wc-webhook-id': String(webhook.id),
    'x-wc-webhook-delivery-id': delivery?.id,
    'webhook-id': delivery?.eventId,
    'x-webhook-sequence': String(delivery?.sequence),
    'x-webhook-attempt': '1',
    'x-shop': 'default',
    'x-port': '1337',
    'x-own': 'yes',
    authorization: 'Bearer own-token',
  });
  expect(request.json).toMatchObject({
    event: 'entry.publish',
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    model: 'article',
    uid: ARTICLE,
    entry: { documentId: article.documentId, title: 'Tea from 東京 / café' },
  });
});

it('is verified by the published verifiers of both formats', async () => {
  const { secret } = await plugin.webhooks.create({
    topics: ['entry.*'],
    deliveryUrl: receiver.url,
  });
  await publishArticle();
  const request = await delivered();

  expect(secret).toMatch(/^whsec_/);
  expect(
    await WebhookVerificationService.verifyWithPlatformConfig(
      requestOf(request),
      'woocommerce',
      secret,
    ),
  ).toMatchObject({ isValid: true });
  const text = request.body.toString('utf8');
  const headers = requestOf(request).headers;
  expect(() =>
    new StandardVerifier(secret).verify(text, Object.fromEntries(headers.entries())),
  ).not.toThrow();
  expect(() =>
    new StandardVerifier(secret).verify(`${text} `, Object.fromEntries(headers.entries())),
  ).toThrow();
});

it('signs in the one format that a webhook chose', async () => {
  await plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: receiver.url,
    signatureFormats: ['standard-webhooks'],
  });
  await publishArticle();
  const { headers } = await delivered();
  expect(headers).toHaveProperty('webhook-signature');
  expect(headers).not.toHaveProperty('x-wc-webhook-signature');
});

it('records what was sent with its sensitive values masked, and the response', async () => {
  receiver.answer({ status: 202, headers: { 'X-Reply': 'ok' }, body: 'accepted' });
  const { webhook, secret } = await plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: `${receiver.url}/hook?token=url-secret`,
    headers: { 'X-Api-Key': 'header-secret', 'X-Private': 'marked-secret', 'X-Open': 'open' },
    sensitiveHeaders: ['X-Private'],
  });
  await publishArticle();
  const [delivery] = await plugin.deliveriesWhen(
    webhook.id,
    (all) => all[0]?.state === 'succeeded',
  );
  const detail = await plugin.deliveries.find(delivery?.id ?? '');

  expect((await delivered()).headers).toMatchObject({
    'x-api-key': 'header-secret',
    'x-private': 'marked-secret',
  });
  expect(detail).toMatchObject({
    state: 'succeeded',
    attemptCount: 1,
    lastStatusCode: 202,
    attempts: [
      {
        number: 1,
        trigger: 'scheduled',
        outcome: 'success',
        request: {
          method: 'POST',
          headers: { 'X-Open': 'open', 'X-Strapi-Event': 'entry.publish' },
        },
        response: { status: 202, body: 'accepted', bodyTruncated: false },
        error: null,
      },
    ],
  });
  expect(detail.attempts[0]?.durationMs).toBeGreaterThan(0);
  expect(detail.body).toBe((await delivered()).body.toString('utf8'));
  const shown = JSON.stringify([detail, await plugin.webhooks.list()]);
  for (const hidden of [secret, 'header-secret', 'marked-secret', 'default-token']) {
    expect(shown).not.toContain(hidden);
  }
  expect(detail.attempts[0]?.request?.url).not.toContain('url-secret');
});

it('keeps connections open between deliveries', async () => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.publish'],
    deliveryUrl: receiver.url,
    concurrency: 1,
  });
  for (let index = 0; index < 5; index += 1) {
    await publishArticle();
    await plugin.deliveriesWhen(
      webhook.id,
      (all) => all.length === index + 1 && all.every(({ state }) => state === 'succeeded'),
    );
  }
  expect(receiver.requests.length).toBeGreaterThanOrEqual(6);
  expect(receiver.connectionCount).toBeLessThanOrEqual(2);
});

it('delivers a body over the limit in thin form', async () => {
  await plugin.webhooks.create({ topics: ['entry.publish'], deliveryUrl: receiver.url });
  const article = await publishArticle({ title: 'x'.repeat(200), body: 'y'.repeat(5000) });
  const request = await delivered();
  expect(request.json).toEqual({
    event: 'entry.publish',
    createdAt: expect.any(String),
    model: 'article',
    uid: ARTICLE,
    truncated: true,
    entry: { id: article.id, documentId: article.documentId, locale: 'en' },
  });
});

it('numbers the deliveries of a webhook without gaps', async () => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: receiver.url,
    contentTypes: ['api::tag.tag'],
  });
  for (let index = 0; index < 10; index += 1) {
    await app.strapi.documents('api::tag.tag').create({ data: { name: `tag ${index}` } });
  }
  const all = await plugin.deliveriesWhen(webhook.id, (rows) => rows.length === 10);
  const sequences = all.map(({ sequence }) => sequence).sort((a, b) => a - b);
  expect(sequences).toEqual(sequences.map((_value, index) => (sequences[0] ?? 0) + index));
});

it('asks for nothing where the content type is not chosen', async () => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.*'],
    deliveryUrl: receiver.url,
    contentTypes: ['api::tag.tag'],
  });
  await publishArticle();
  await app.strapi.documents('api::tag.tag').create({ data: { name: 'chosen' } });
  const all = await plugin.deliveriesWhen(webhook.id, (rows) => rows.length > 0);
  expect(all.map(({ uid }) => uid)).toEqual(['api::tag.tag']);
});
