import { createHeaderMask } from '../../../server/src/domain/masking';
import { MASK } from '../../../server/src/domain/rules/mask';
import { isSensitiveHeader } from '../../../server/src/domain/rules/sensitive-header';
import { deliveryUrlFault } from '../../../server/src/domain/delivery-url';
import { defaultWebhookName } from '../../../server/src/domain/webhook-name';

describe('a mask of headers', () => {
  it('hides credentials by their name, and what a webhook marked', () => {
    expect(
      createHeaderMask(new Set(['x-own']))({
        Authorization: 'Bearer x',
        'X-Api-Key': 'k',
        'X-Shop': 'tokyo',
        'X-Own': 'hidden',
      }),
    ).toEqual({ Authorization: MASK, 'X-Api-Key': MASK, 'X-Shop': 'tokyo', 'X-Own': MASK });
  });

  it('keeps a header that is named like a property of every object', () => {
    const headers: Record<string, string> = JSON.parse(
      '{"__proto__":"a","X-Token":"b","X-Shop":"c"}',
    );
    const masked = createHeaderMask()(headers);
    expect(Object.entries(masked)).toEqual([
      ['__proto__', 'a'],
      ['X-Token', MASK],
      ['X-Shop', 'c'],
    ]);
  });

  it('says the same of a name each time, however many there were before', () => {
    const mask = createHeaderMask();
    const names = Array.from({ length: 300 }, (_, index) => `X-Name-${index}`);
    for (const name of [...names, 'X-Last-Token', ...names, 'X-Last-Token']) {
      const kept = name === 'X-Last-Token' ? MASK : 'value';
      expect(mask({ [name]: 'value' })).toEqual({ [name]: kept });
    }
  });

  it.each([
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'Set-Cookie',
    'X-Auth-Token',
    'X-Auth-Key',
    'X-Session-Id',
    'X-Api-Key',
    'ApiKey',
    'My-Secret',
    'X-Hook-Password',
    'X-Vercel-Api-Key',
    'X-Functions-Key',
    'Ocp-Apim-Subscription-Key',
    'X-Amz-Security-Token',
    'Api_Key',
    'x_auth_token',
    'X-Bearer',
    'Authentication',
    'X-Vercel-Protection-Bypass',
  ])('%s is sensitive', (name) => {
    expect(isSensitiveHeader(name)).toBe(true);
  });

  it.each([
    'Content-Type',
    'webhook-signature',
    'X-WC-Webhook-Signature',
    'X-WC-Webhook-ID',
    'WWW-Authenticate',
    'Idempotency-Key',
    'Surrogate-Key',
    'X-Author',
    'X-Tokenizer',
    'Keynote',
    'X-Passenger',
    'X-Cache-Bypass',
  ])('%s is not', (name) => {
    expect(isSensitiveHeader(name)).toBe(false);
  });
});

describe('deliveryUrlFault', () => {
  it.each(['http://localhost:3000/a', 'https://example.com/hook?x=1', 'https://bücher.example/'])(
    'accepts %s',
    (url) => {
      expect(deliveryUrlFault(url)).toBeNull();
    },
  );

  it.each([
    'ftp://example.com/',
    'javascript:alert(1)',
    '/relative',
    'example.com/hook',
    'https://user:pass@example.com/',
    `https://example.com/${'a'.repeat(3000)}`,
    '',
    ' https://example.com/',
    'https://example.com/ ',
    'https://example.com/\r\nX: y',
    'https://example.com/\ta',
    'http:example.com',
    'http:/example.com',
    String.raw`http:\\example.com\a`,
    'http://example.com:0/',
  ])('refuses %j', (url) => {
    expect(deliveryUrlFault(url)).toEqual(expect.any(String));
  });
});

describe('defaultWebhookName', () => {
  it("is WooCommerce's", () => {
    expect(defaultWebhookName(Date.UTC(2015, 0, 17, 11, 45))).toBe(
      'Webhook created on Jan 17, 2015 @ 11:45 AM',
    );
  });
});
