import { withQuery } from '../../admin/src/api/search-params';
import { attemptHint } from '../../admin/src/model/attempt-hint';
import { lastErrorIn } from '../../admin/src/model/disabled-message';
import { faultsOfServer, findFaults, urlFault } from '../../admin/src/model/form-faults';
import { EMPTY_FORM, toInput } from '../../admin/src/model/form-values';
import { limitsOf, NUMBER_FIELDS } from '../../admin/src/model/number-limits';
import { parseSchedule, writeSchedule } from '../../admin/src/model/retry-schedule';
import { ownSecretFault } from '../../admin/src/model/secret-fault';
import { isAlwaysSensitive } from '../../admin/src/model/sensitive-header';
import { chooseResource, chooseTopic, isChosen } from '../../admin/src/model/topic-choice';
import { createWebhookSchema } from '../../server/src/contracts/webhook';
import { STANDARD_RETRY_SCHEDULE } from '../../server/src/domain/rules/retry-schedule';
import { MASK } from '../../server/src/domain/rules/mask';
import { WEBHOOK_LIMITS } from '../../server/src/domain/rules/webhook-limits';

const KNOWN = ['entry.create', 'entry.publish', 'media.create', 'media.delete', 'shop.paid'];

describe('choosing topics', () => {
  it('adds a topic once, and nothing that a pattern already covers', () => {
    expect(chooseTopic(['entry.create'], 'entry.create', true, KNOWN)).toEqual(['entry.create']);
    expect(chooseTopic(['entry.*'], 'entry.publish', true, KNOWN)).toEqual(['entry.*']);
  });

  it('turns a pattern into the others when one topic is taken out', () => {
    expect(chooseTopic(['entry.*'], 'entry.publish', false, KNOWN)).toEqual(['entry.create']);
    const rest = chooseTopic(['*'], 'media.delete', false, KNOWN);
    expect(isChosen(rest, 'media.delete')).toBe(false);
    for (const topic of KNOWN.filter((one) => one !== 'media.delete')) {
      expect(isChosen(rest, topic)).toBe(true);
    }
  });

  it('chooses a whole resource as a pattern, and takes it out again', () => {
    const all = chooseResource(['entry.create', 'shop.paid'], 'entry', true, KNOWN);
    expect(all).toEqual(['shop.paid', 'entry.*']);
    expect(chooseResource(all, 'entry', false, KNOWN)).toEqual(['shop.paid']);
  });
});

describe('schedules', () => {
  it('are read as they are written', () => {
    expect(writeSchedule(STANDARD_RETRY_SCHEDULE)).toBe('5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 24h');
    expect(parseSchedule(writeSchedule(STANDARD_RETRY_SCHEDULE))).toEqual(STANDARD_RETRY_SCHEDULE);
    expect(parseSchedule('10 1.5m,2H 1d')).toEqual([10, 90, 7200, 86_400]);
  });

  it.each(['soon', '5x', '-1s', '31d'])('%s is not one', (text) => {
    expect(parseSchedule(text)).toBeNull();
  });
});

describe('the form', () => {
  const limits = limitsOf({ limits: { timeoutMs: WEBHOOK_LIMITS.timeoutMs.max, headers: 50 } });
  const valid = { ...EMPTY_FORM, deliveryUrl: 'https://example.com/x', topics: ['entry.*'] };

  it.each([
    ['', 'form.url.required'],
    ['example.com', 'form.url.invalid'],
    ['https://exa mple.com', 'form.url.space'],
    ['https://exa%20mple.com/x', 'form.url.space'],
    ['https:example.com', 'form.url.invalid'],
    ['https://example.com/a b', null],
    ['ftp://example.com', 'form.url.protocol'],
    ['https://user:pass@example.com', 'form.url.credentials'],
    ['http://localhost:3000/x', null],
    ['https://example.com:65535', null],
    ['https://example.com:65536/x', 'form.url.port'],
    ['https://example.com:0', 'form.url.port'],
    ['http://[::1]:70000/x', 'form.url.port'],
    ['http://[::1]/x', null],
    ['https://example.com/x:70000', null],
  ])('says of the URL "%s": %s', (url, key) => {
    expect(urlFault(url)).toBe(key);
  });

  it('has no faults when it can be saved', () => {
    expect(findFaults(valid, limits, null)).toEqual({});
  });

  it('finds missing choices and headers that are there twice', () => {
    const row = { value: 'x', sensitive: false };
    const headers = [
      { ...row, key: 0, name: 'X-A' },
      { ...row, key: 1, name: 'x-a' },
    ];
    const faults = findFaults({ ...valid, contentTypes: [], headers }, limits, null);
    expect(faults).toEqual({
      contentTypes: { key: 'form.events.content-type-required' },
      'headers.x-a': { key: 'form.headers.twice' },
    });
  });

  it.each(NUMBER_FIELDS)('takes of %s what the server takes, and nothing else', (name) => {
    const { min, max, isWhole } = limits[name];
    const numbers = [min - 1, min - 0.05, min, min + 0.5, max, max + 0.5, max + 1];
    const isTaken = (value: number) => {
      const given = { ...valid, [name]: value };
      const isWell = findFaults(given, limits, null)[name] === undefined;
      expect({ value, isWell }).toEqual({
        value,
        isWell: createWebhookSchema.safeParse(toInput(given)).success,
      });
      return isWell;
    };
    expect(numbers.filter(isTaken)).toEqual(isWhole ? [min, max] : [min, min + 0.5, max]);
  });

  it.each([
    ['short', 'form.secret.too-short'],
    ['aaaaaaaaaaaaaaaa', 'form.secret.too-uniform'],
    ['ab'.repeat(300), 'form.secret.too-long'],
    ['whsec_no base64 at all, or is it', 'form.secret.not-standard'],
    ['whsec_c2hvcnQ=', 'form.secret.not-standard'],
    ['', null],
    ['a-secret-of-16-c', null],
  ])('says what is wrong with the secret %j', (secret, key) => {
    expect(ownSecretFault(secret)).toBe(key);
  });

  it.each([
    ['Content-Type', 'text/plain', 'form.headers.reserved'],
    ['x-wc-webhook-topic', 'a', 'form.headers.reserved'],
    ['X Team', 'a', 'form.headers.name-invalid'],
    ['', 'a', 'form.headers.name-required'],
    ['X-Team', '', 'form.headers.value-required'],
    ['X-Team', 'ニュース', 'form.headers.value-invalid'],
    ['Authorization', MASK, undefined],
    ['User-Agent', 'Shop/1', undefined],
  ])('says what is wrong with the header %s: %s', (name, value, key) => {
    const headers = [{ key: 0, name, value, sensitive: false }];
    const faults = findFaults({ ...valid, headers }, limits, valid.deliveryUrl);
    expect(faults).toEqual(key === undefined ? {} : { [`headers.${name.toLowerCase()}`]: { key } });
  });

  it.each([
    ['Authorization ', true],
    ['X-Team', false],
  ])('knows whether %j alone says that its value is a credential', (name, is) => {
    expect(isAlwaysSensitive(name)).toBe(is);
  });

  it('sends masked values back, so that they are kept', () => {
    const headers = [{ key: 0, name: 'Authorization', value: MASK, sensitive: true }];
    expect(toInput({ ...valid, headers, timeoutSeconds: 1.5 })).toMatchObject({
      headers: { Authorization: MASK },
      sensitiveHeaders: ['Authorization'],
      timeoutMs: 1500,
      retrySchedule: null,
      contentTypes: '*',
    });
  });

  it("puts the server's faults at their fields", () => {
    const { faults, others } = faultsOfServer([
      { path: 'deliveryUrl', message: 'a' },
      { path: 'headers.X-Key', message: 'b' },
      { path: 'timeoutMs', message: 'c' },
      { path: 'status', message: 'd' },
    ]);
    expect(faults).toEqual({
      deliveryUrl: { text: 'a' },
      'headers.x-key': { text: 'b' },
      timeoutSeconds: { text: 'c' },
    });
    expect(others).toEqual(['status: d']);
  });
});

describe('hints', () => {
  const response = (status: number) => ({
    error: null,
    response: { status, headers: {}, body: '', bodyTruncated: false },
  });

  it.each([
    [200, null],
    [302, 'hint.redirect'],
    [401, 'hint.unauthorized'],
    [404, 'hint.not-found'],
    [503, 'hint.server-error'],
  ])('status %d: %s', (status, key) => {
    expect(attemptHint(response(status))).toBe(key);
  });

  it.each(['SSL routines::wrong version number', 'packet length too long', 'unknown protocol'])(
    'takes "%s" for a receiver that speaks plain HTTP',
    (message) => {
      const error = { code: 'tls_failed', message } as const;
      expect(attemptHint({ response: null, error })).toBe('hint.plain-http');
    },
  );

  it('names what went wrong before any response', () => {
    const error = { code: 'dns_failed', message: '' } as const;
    expect(attemptHint({ response: null, error })).toBe('hint.dns_failed');
  });
});

describe('why a webhook is disabled', () => {
  it.each([
    ['5 deliveries in a row failed; the last one: HTTP 503', 'HTTP 503'],
    [
      '1 delivery failed; the last one: timeout: no answer; the last one: odd',
      'timeout: no answer; the last one: odd',
    ],
    ['The receiver answered 410 Gone', null],
    [null, null],
  ])('of %j the last error is %j', (message, error) => {
    expect(lastErrorIn(message)).toBe(error);
  });
});

describe('query strings', () => {
  it('encode every value and leave out what is absent', () => {
    const query = { _q: 'a&b', filters: { status: ['paused'], topic: undefined } };
    expect(withQuery('/x', query)).toBe('/x?_q=a%26b&filters%5Bstatus%5D%5B0%5D=paused');
    expect(withQuery('/x', {})).toBe('/x');
  });
});
