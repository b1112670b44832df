import {
  hasCredentials,
  isSensitiveParameter,
  maskUrl,
  restoreUrl,
} from '../../../server/src/domain/masked-url';
import { MASK } from '../../../server/src/domain/rules/mask';

describe('isSensitiveParameter', () => {
  it.each([
    'token',
    'access_token',
    'accessToken',
    'X-Amz-Signature',
    'api_key',
    'apiKey',
    'apikey',
    'key',
    'code',
    'client_secret',
    'PASSWORD',
    'sig',
    'token.value',
    'pass',
    'bearer',
  ])('%s names a credential', (name) => {
    expect(isSensitiveParameter(name)).toBe(true);
  });

  it.each(['page', 'shop', 'keyword', 'key_count', 'tokenizer', 'author', 'zipcode', 'monkey', ''])(
    '%s does not',
    (name) => {
      expect(isSensitiveParameter(name)).toBe(false);
    },
  );
});

describe('maskUrl', () => {
  it.each([
    ['https://a.test/hook?token=abc&x=1', `https://a.test/hook?token=${MASK}&x=1`],
    ['https://a.test/hook?api_key=abc', `https://a.test/hook?api_key=${MASK}`],
    ['https://a.test/?token=a&token=b', `https://a.test/?token=${MASK}&token=${MASK}`],
    ['https://a.test/?%74oken=abc', `https://a.test/?%74oken=${MASK}`],
    ['https://a.test/?to\nken=abc', `https://a.test/?token=${MASK}`],
    ['https://a.test/?token=a=b', `https://a.test/?token=${MASK}`],
    ['https://a.test/?token=abc#part', `https://a.test/?token=${MASK}#part`],
    ['https://a.test/?token=', 'https://a.test/?token='],
    ['https://a.test/?token', 'https://a.test/?token'],
    ['https://user:pass@a.test/', 'https://a.test/'],
    ['https://a.test/hook?page=1', 'https://a.test/hook?page=1'],
    ['https://a.test/a%20b?x=a%20b&y=c+d&&=', 'https://a.test/a%20b?x=a%20b&y=c+d&&='],
    ['https://a.test/?%E0%A4%A=1', 'https://a.test/?%E0%A4%A=1'],
    ['https://bücher.example/?token=x', `https://bücher.example/?token=${MASK}`],
    ['not a url', MASK],
  ])('%j', (url, shown) => {
    expect(maskUrl(url)).toBe(shown);
    expect(hasCredentials(url)).toBe(shown !== url);
  });
});

describe('restoreUrl', () => {
  const STORED = 'https://a.test/hook?token=s%2Fecret&x=1&token=second';

  it('puts back what a form saved as it was shown', () => {
    expect(restoreUrl(maskUrl(STORED), STORED)).toEqual({ url: STORED, missing: [] });
    const encoded = maskUrl(STORED).replaceAll(MASK, encodeURIComponent(MASK));
    expect(restoreUrl(encoded, STORED).url).toBe(STORED);
  });

  it('leaves what was changed beside it', () => {
    const given = `https://a.test/other?y=2&token=${MASK}&token=new`;
    expect(restoreUrl(given, STORED)).toEqual({
      url: 'https://a.test/other?y=2&token=s%2Fecret&token=new',
      missing: [],
    });
    expect(restoreUrl(`https://a.test/?token=new&token=${MASK}`, STORED).url).toBe(
      'https://a.test/?token=new&token=second',
    );
  });

  it.each([
    ['another host', `https://evil.test/hook?token=${MASK}`, STORED],
    ['another port', `https://a.test:8443/hook?token=${MASK}`, STORED],
    ['no encryption any more', `http://a.test/hook?token=${MASK}`, STORED],
    ['a parameter that was not there', `https://a.test/hook?api_key=${MASK}`, STORED],
    ['a new webhook', `https://a.test/hook?token=${MASK}`, null],
    [
      'a value that no key can read',
      `https://a.test/hook?token=${MASK}`,
      `https://a.test/hook?token=${MASK}`,
    ],
  ])('does not put a value back for %s', (_what, given, stored) => {
    const { url, missing } = restoreUrl(given, stored);
    expect(missing).toEqual([new URL(given).searchParams.has('token') ? 'token' : 'api_key']);
    expect(url).not.toMatch(/s%2Fecret|second/);
  });
});
