import fc from 'fast-check';
import { DOORS, type Door, type Endpoint } from '../../../../server/src/contracts/endpoint';
import { ENDPOINTS, type EndpointName } from '../../../../server/src/contracts/endpoints';
import { ENDPOINT_NAMES } from '../examples';
import { hostileText } from './hostile-values';
import { arbitraryOf, type Knowledge } from './json-arbitrary';
import { mutated, mutations } from './mutation';
import { queryText, type QueryStyle } from './query-text';

/** A request as it is drawn; ids are written as `@webhook:3@`, the fourth that exists then. */
export interface DrawnRequest {
  readonly name: EndpointName;
  readonly door: Door;
  readonly path: string;
  readonly query: string;
  /** Null for a request without one. */
  readonly body: string | null;
  readonly contentType: string;
  readonly headers: readonly string[];
}

const webhookIds = fc.nat(30).map((at) => `@webhook:${at}@`);
const deliveryIds = fc.nat(10).map((at) => `@delivery:${at}@`);

const often = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<T | string> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: hostileText });

/** Keeps a good share of requests good. A field that is not here is drawn from its schema alone. */
const KNOWLEDGE: Knowledge = {
  deliveryUrl: often(fc.nat(3).map((at) => `@receiver@/${at}`)),
  topics: often(fc.constantFrom('*', 'entry.*', 'entry.publish', 'media.create', 'order.paid')),
  topic: often(fc.constantFrom('entry.publish', 'trigger-test', 'ping')),
  contentTypes: often(fc.constantFrom('api::article.article', 'api::tag.tag')),
  contentType: often(fc.constantFrom('api::article.article', 'api::homepage.homepage')),
  uid: often(fc.constantFrom('api::article.article', 'api::tag.tag')),
  secret: often(fc.string({ minLength: 16, maxLength: 40 })),
  sensitiveHeaders: often(fc.constantFrom('X-A', 'x-b')),
  value: often(fc.constantFrom('', 'plain', 'Bearer \u00e9', 'a\tb')),
  cursor: often(fc.constantFrom('bXJ6LmFiYw', 'MC4wMTk4', '')),
  updatedAt: fc.constantFrom('@updatedAt@', '@updatedAt@', '9999-12-31T23:59:59.999Z'),
  ids: often(fc.constantFrom('1', '2')),
  from: fc.constantFrom('2026-01-01T00:00:00Z', '2020-01-01T00:00:00+14:00'),
};

const CONTENT_TYPES = [
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/json; charset=latin1',
  'application/json; charset=nonsense',
  'application/vnd.api+json',
  'x',
  '',
];

const HEADERS = [
  'X-HTTP-Method-Override: DELETE',
  'X-Forwarded-Host: evil.example.com',
  'X-Forwarded-For: 1\t2',
  'Accept: */*;q=x, \xff',
  'Accept-Language: @x:4000@',
  'Cookie: a=%00; __proto__=1',
  'Expect: 100-continue',
  'If-Match: *',
  'Range: bytes=0-',
];

const STYLES: readonly QueryStyle[] = ['indices', 'empty', 'repeat', '$in', '$eq'];

/** What no value could be written as. */
const QUERY_TAILS = [
  '%',
  '%E0%A4%A',
  'a[b][c][d][e][f]=1',
  'filters[',
  'filters]=1',
  'filters[__proto__][x]=1',
  'filters[constructor][prototype][x]=1',
  '__proto__[x]=1',
  'filters[topic]=1&filters[topic][a]=2',
  'filters=&filters[]=',
  'pagination=1&pagination[limit]=2',
  'sort[]=&sort[a]=b',
  '&&&=&=',
  'filters[state]=failed&filters[state]=failed&filters[state]=held',
  'filters[statusCode][$in][$in]=1',
  'filters[text]=@bomb:3000@',
];

const drawnRequest = (name: EndpointName): fc.Arbitrary<DrawnRequest> => {
  const endpoint: Endpoint = ENDPOINTS[name];
  const query = arbitraryOf(endpoint.query, KNOWLEDGE, webhookIds);
  const data = arbitraryOf(endpoint.describedData ?? endpoint.data, KNOWLEDGE, webhookIds);
  const doors = DOORS.filter((door) => endpoint.doors.includes(door));
  return fc
    .record({
      // A login costs more to check than a token, and behind both is the same.
      door: fc.oneof(
        { weight: 1, arbitrary: fc.constantFrom(...doors) },
        { weight: 4, arbitrary: fc.constant(doors.at(-1) ?? 'admin') },
      ),
      path: pathOf(endpoint.path),
      query: fc
        .tuple(query, mutations, fc.constantFrom(...STYLES))
        .map(([value, changes, style]) => queryText(mutated(value, changes), style)),
      tail: rarely(fc.constantFrom(...QUERY_TAILS), ''),
      // GET requests have bodies too, when somebody wants them to.
      body: endpoint.method === 'GET' ? rarely(bodyOf(data), null) : bodyOf(data),
      contentType: rarely(fc.constantFrom(...CONTENT_TYPES), 'application/json'),
      headers: rarely(fc.subarray([...HEADERS], { maxLength: 3 }), []),
    })
    .map(({ tail, query: text, ...rest }) => ({
      name,
      ...rest,
      query: [text, tail].filter((part) => part !== '').join('&'),
    }));
};

const rarely = <T, U>(arbitrary: fc.Arbitrary<T>, usual: U): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 1, arbitrary }, { weight: 14, arbitrary: fc.constant(usual) });

const bodyOf = (data: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .tuple(data, mutations, rarely(mutations, []), rarely(fc.constantFrom(...BODIES), null))
    .map(([value, changes, envelopeChanges, other]) => {
      if (other !== null) return other;
      const body = mutated({ data: mutated(value, changes) }, envelopeChanges);
      return JSON.stringify(body) ?? '';
    });

/** What is no JSON, or no object. */
const BODIES = [
  '',
  '{',
  'null',
  '0',
  '[]',
  '"text"',
  '@bytes:ff@',
  '{"data":{"name":"@bytes:c328@"}}',
  '{"data":{"name":1},"data":{"name":"twice"}}',
  '{"data":{"name":"a","name":"b"}}',
];

const pathOf = (path: string): fc.Arbitrary<string> => {
  const parts = path.split('/').map((part) => {
    if (part === ':id') return segment(webhookIds);
    return part === ':deliveryId' ? segment(deliveryIds) : fc.constant(part);
  });
  return fc.tuple(...parts).map((drawn) => drawn.join('/'));
};

const segment = (ids: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 15, arbitrary: ids },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '0',
        '-1',
        '1.5',
        '1e3',
        '01',
        '0x1',
        '2147483648',
        '99999999999999999999',
        'NaN',
        '%00',
        '%F0%9F%92%A9',
        '..%2F..',
        '%',
        '%ff',
        '@x:2000@',
        '__proto__',
        'constructor',
        'dlv_',
        "'",
        '1;2',
        '%31',
      ),
    },
  );

/** A request to any endpoint there is, each as likely as the others. */
export const anyRequest: fc.Arbitrary<DrawnRequest> = fc.oneof(...ENDPOINT_NAMES.map(drawnRequest));
