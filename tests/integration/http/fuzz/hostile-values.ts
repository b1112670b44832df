import fc from 'fast-check';

/**
 * Texts that stand for what a counterexample should not print at full length, or what no JavaScript
 * string can hold. `expand` puts the real thing in their place, just before a request is sent.
 */
const SHORTHANDS: readonly (readonly [pattern: RegExp, make: (argument: string) => string])[] = [
  [/@x:(\d+)@/g, (count) => 'x'.repeat(Number(count))],
  [/@bomb:(\d+)@/g, (count) => `${'a'.repeat(Number(count))}!`],
  [/"@raw:([^"@]*)@"/g, (raw) => raw],
  [/"@deep:(\d+)@"/g, (count) => '['.repeat(Number(count)) + ']'.repeat(Number(count))],
  [
    /"@deepObject:(\d+)@"/g,
    (count) => '{"a":'.repeat(Number(count)) + '1' + '}'.repeat(Number(count)),
  ],
  [/"@list:(\d+)@"/g, (count) => `[${Array(Number(count)).fill(1).join(',')}]`],
  [/"@fields:(\d+)@"/g, (count) => JSON.stringify(manyFields(Number(count)))],
  [/@bytes:([0-9a-f]+)@/g, (hex) => Buffer.from(hex, 'hex').toString('latin1')],
];

const manyFields = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`field${at}`, at]));

/**
 * Writes out the shorthands of a text.
 *
 * @param text - a body, a path or a query string
 * @returns its bytes; they are UTF-8 but for what `@bytes:@` stands for
 */
export const expand = (text: string): Buffer => {
  const latin1 = Buffer.from(text, 'utf8').toString('latin1');
  const expanded = SHORTHANDS.reduce(
    (written, [pattern, make]) =>
      written.replaceAll(pattern, (_, argument: string) => make(argument)),
    latin1,
  );
  return Buffer.from(expanded, 'latin1');
};

const TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u{1f4a9}',
  'a\r\nX-Injected: 1',
  'a\nb',
  '\u2028',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  "'; drop table durable_webhooks_webhooks; --",
  '%',
  '%_\\',
  '%00',
  '../../etc/passwd',
  '(a+)+$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '@bomb:30000@',
  '@x:300@',
  '@x:9000@',
  '@x:70000@',
  '@bytes:c328@',
  '@bytes:fffe@',
  '@bytes:eda080@',
  '-1',
  '1e99',
  'NaN',
  'true',
  'null',
  '*',
  'entry.*',
  'user.create',
  'admin.auth.success',
  'plugin::users-permissions.user',
  'http://[::1',
  'http://a:b@example.com/',
  'file:///etc/passwd',
  '••••••••',
  'whsec_AAAA',
  '+275760-09-13T00:00:00.001Z',
  '-000001-01-01T00:00:00Z',
];

const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1.5,
  1e21,
  1e99,
  -1e99,
  5e-324,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
];

const OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  [{}],
  { length: 1 },
  { toString: 1 },
  { toJSON: 1, valueOf: 1 },
  { $ne: null },
  { $in: [1, 'a', null] },
  { then: 1 },
  JSON.parse('{"__proto__":{"status":"active"}}'),
  { constructor: { prototype: { isAdmin: true } } },
  '@raw:1e400@',
  '@raw:-1e400@',
  '@raw:[1,]@',
  '@deep:50@',
  '@deep:5000@',
  '@deepObject:50@',
  '@deepObject:5000@',
  '@list:2000@',
  '@fields:2000@',
];

/** More than a second each to make and to read: a few of them are enough. */
const HUGE: readonly unknown[] = [
  '@x:10000000@',
  '@list:200000@',
  '@deep:200000@',
  '@fields:60000@',
];

export const hostileText: fc.Arbitrary<string> = fc.constantFrom(...TEXTS);

/** What somebody sends who wants to see the server fall. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 60, arbitrary: hostileText },
  { weight: 20, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 40, arbitrary: fc.constantFrom(...OTHERS) },
  { weight: 10, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 20, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(...HUGE) },
);

/** What Node takes of a request line; beyond that it closes the connection. */
const MOST_TARGET_BYTES = 12_000;

/**
 * The same for a path or a query string: what such a line cannot hold is percent-encoded.
 *
 * @param text - a path or a query string
 */
export const expandTarget = (text: string): string =>
  expand(text)
    .toString('latin1')
    .slice(0, MOST_TARGET_BYTES)
    .replaceAll(
      /[^\x21-\x7e]/g,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
