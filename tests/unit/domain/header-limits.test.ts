import { headerExcesses, type HeaderLimits } from '../../../server/src/domain/header-limits';

const LIMITS: HeaderLimits = {
  headers: 3,
  headerNameBytes: 5,
  headerValueBytes: 10,
  headersBytes: 30,
};

it('has nothing to say about headers that just fit', () => {
  expect(headerExcesses([], LIMITS)).toEqual([]);
  expect(
    headerExcesses(
      [
        ['X-Abc', 'v'.repeat(10)],
        ['X-Def', 'v'.repeat(10)],
      ],
      LIMITS,
    ),
  ).toEqual([]);
});

it.each<[keyof HeaderLimits, string | null, [string, string][]]>([
  ['headerNameBytes', 'X-Abcd', [['X-Abcd', '']]],
  ['headerValueBytes', 'X-A', [['X-A', 'v'.repeat(11)]]],
  [
    'headers',
    null,
    [
      ['A', ''],
      ['B', ''],
      ['C', ''],
      ['D', ''],
    ],
  ],
  [
    'headersBytes',
    null,
    [
      ['X-Abc', 'v'.repeat(10)],
      ['X-Def', 'v'.repeat(10)],
      ['E', ''],
    ],
  ],
])('names limits.%s', (limit, name, headers) => {
  expect(headerExcesses(headers, LIMITS)).toEqual([
    { name, limit, message: expect.stringContaining(String(LIMITS[limit])) },
  ]);
});
