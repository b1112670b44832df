import { createEventId, deliveryIdOf } from '../../../server/src/domain/ids';
import {
  createHeaderBuilder,
  headerFault,
  type AttemptHeadersInput,
  type HeaderBuilderInput,
} from '../../../server/src/domain/request-headers';
import { webhookId } from '../../helpers/builders';

const eventId = createEventId(1_700_000_000_000, new Uint8Array(10).fill(9));

type Input = HeaderBuilderInput & AttemptHeadersInput;

const input = (over: Partial<Input> = {}): Input => ({
  defaultHeaders: {},
  webhookHeaders: {},
  userAgent: 'strapi-plugin-durable-webhooks/1.0.0 (Strapi/5.54.0)',
  sourceUrl: 'https://cms.example.com/',
  topic: 'entry.publish',
  webhookId: webhookId(7),
  deliveryId: deliveryIdOf(eventId, webhookId(7)),
  eventId,
  sequence: 12,
  attempt: 3,
  secrets: ['my-super-secret-private-key'],
  signatureFormats: ['woocommerce', 'standard-webhooks'],
  timestampSeconds: 1_700_000_100,
  body: Buffer.from('{"id":1}'),
  ...over,
});

const buildRequestHeaders = (all: Input): Record<string, string> => createHeaderBuilder(all)(all);

describe('the headers of a request', () => {
  it('sends exactly the documented headers', () => {
    expect(buildRequestHeaders(input())).toEqual({
      'User-Agent': 'strapi-plugin-durable-webhooks/1.0.0 (Strapi/5.54.0)',
      'Content-Type': 'application/json',
      'X-Strapi-Event': 'entry.publish',
      'X-WC-Webhook-Source': 'https://cms.example.com/',
      'X-WC-Webhook-Topic': 'entry.publish',
      'X-WC-Webhook-Resource': 'entry',
      'X-WC-Webhook-Event': 'publish',
      'X-WC-Webhook-ID': '7',
      'X-WC-Webhook-Delivery-ID': deliveryIdOf(eventId, webhookId(7)),
      'X-Webhook-Sequence': '12',
      'X-Webhook-Attempt': '3',
      'X-WC-Webhook-Signature': expect.any(String),
      'webhook-id': eventId,
      'webhook-timestamp': '1700000100',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]+=*$/),
    });
  });

  it('lets later ones win whatever their case: defaults, then the webhook, then ours', () => {
    const headers = buildRequestHeaders(
      input({
        defaultHeaders: { Authorization: 'default', 'X-Both': 'default', 'x-strapi-event': 'no' },
        webhookHeaders: { authorization: 'own', 'user-agent': 'own-agent' },
      }),
    );
    expect(headers).toMatchObject({
      authorization: 'own',
      'X-Both': 'default',
      'user-agent': 'own-agent',
      'X-Strapi-Event': 'entry.publish',
    });
    expect(
      Object.keys(headers)
        .map((name) => name.toLowerCase())
        .sort(),
    ).toEqual([...new Set(Object.keys(headers).map((name) => name.toLowerCase()))].sort());
  });

  it('signs in one format when a webhook chose one', () => {
    const headers = buildRequestHeaders(input({ signatureFormats: ['woocommerce'] }));
    expect(headers).toHaveProperty('X-WC-Webhook-Signature');
    expect(headers).not.toHaveProperty('webhook-signature');
  });

  it('signs with every key of Standard Webhooks while a secret rotates, newest first', () => {
    const [newest] = [input({ secrets: ['a-new-secret-of-this-hook'] })].map(buildRequestHeaders);
    const both = buildRequestHeaders(
      input({ secrets: ['a-new-secret-of-this-hook', 'an-old-secret-of-this-hook'] }),
    );
    const signatures = both['webhook-signature']?.split(' ') ?? [];
    expect(signatures).toHaveLength(2);
    expect(signatures[0]).toBe(newest?.['webhook-signature']);
    expect(both['X-WC-Webhook-Signature']).toBe(newest?.['X-WC-Webhook-Signature']);
  });

  it('keeps a header that is named like a property of every object, for the sender to refuse', () => {
    const webhookHeaders: Record<string, string> = JSON.parse('{"__proto__":"x"}');
    expect(Object.keys(buildRequestHeaders(input({ webhookHeaders })))).toContain('__proto__');
  });

  it('splits a topic of three parts at its first dot', () => {
    expect(buildRequestHeaders(input({ topic: 'shop.order.paid' }))).toMatchObject({
      'X-WC-Webhook-Resource': 'shop',
      'X-WC-Webhook-Event': 'order.paid',
    });
  });
});

describe('headerFault', () => {
  it.each([
    ['X-Token', 'abc'],
    ['User-Agent', 'mine'],
    ['Authorization', 'Bearer x'],
  ])('allows %s', (name, value) => {
    expect(headerFault(name, value)).toBeNull();
  });

  it.each([
    ['X-Split', 'a\r\nX-Evil: 1'],
    ['X-Nul', 'a\u0000b'],
    ['X-Wide', '東京'],
    ['X Space', 'a'],
    ['', 'a'],
    ['content-type', 'text/plain'],
    ['X-WC-Webhook-Anything', 'a'],
    ['Webhook-Signature', 'v1,x'],
    ['Host', 'evil'],
    ['Content-Length', '0'],
    ['Transfer-Encoding', 'chunked'],
  ])('refuses %s', (name, value) => {
    expect(headerFault(name, value)).toEqual(expect.any(String));
  });
});
