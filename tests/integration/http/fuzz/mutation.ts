import fc from 'fast-check';
import { hostileText, hostileValue } from './hostile-values';

type Key = string | number;

/** One change to a JSON value, at whatever place `at` comes to. */
export interface Mutation {
  readonly at: number;
  readonly what: 'replace' | 'remove' | 'add' | 'rename' | 'wrap' | 'repeat';
  readonly key: string;
  readonly value: unknown;
}

const FIELDS = [
  '__proto__',
  'constructor',
  'id',
  'key',
  'managedBy',
  'failureCount',
  'createdAt',
  'secrets',
  'unknown',
  '$where',
] as const;

const mutation: fc.Arbitrary<Mutation> = fc.record(
  {
    at: fc.nat(30),
    what: fc.constantFrom(
      'replace',
      'replace',
      'replace',
      'remove',
      'add',
      'rename',
      'wrap',
      'repeat',
    ),
    key: fc.oneof(fc.constantFrom(...FIELDS), hostileText),
    value: hostileValue,
  },
  { noNullPrototype: true },
);

/** None for half of all values, so that many requests do something. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Mutation[]>([]) },
  { weight: 5, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 3 }) },
);

/**
 * Spoils a JSON value.
 *
 * @param value - left as it is
 * @param changes - applied one after the other
 */
export const mutated = (value: unknown, changes: readonly Mutation[]): unknown =>
  changes.reduce((current, change) => {
    const places = placesOf(current);
    return changeAt(current, places[change.at % places.length] ?? [], change);
  }, value);

const placesOf = (value: unknown): Key[][] => {
  const inner = entriesOf(value).flatMap(([key, item]) =>
    placesOf(item).map((place) => [key, ...place]),
  );
  return [[], ...inner];
};

const entriesOf = (value: unknown): [Key, unknown][] => {
  if (Array.isArray(value)) return value.map((item, at): [Key, unknown] => [at, item]);
  return isRecord(value) ? Object.entries(value) : [];
};

const changeAt = (value: unknown, place: readonly Key[], change: Mutation): unknown => {
  const [key, ...rest] = place;
  if (key === undefined) return changeHere(value, change);
  const entries = entriesOf(value).flatMap(([name, item]): [Key, unknown][] => {
    if (name !== key) return [[name, item]];
    if (rest.length > 0) return [[name, changeAt(item, rest, change)]];
    if (change.what === 'remove') return [];
    if (change.what === 'rename') return [[change.key, item]];
    return [[name, changeAt(item, rest, change)]];
  });
  return Array.isArray(value) ? entries.map(([, item]) => item) : recordOf(entries);
};

const changeHere = (value: unknown, { what, key, value: hostile }: Mutation): unknown => {
  switch (what) {
    case 'add':
      if (Array.isArray(value)) return [...(value as unknown[]), hostile];
      return isRecord(value) ? recordOf([...Object.entries(value), [key, hostile]]) : hostile;
    case 'wrap':
      return [value];
    case 'repeat':
      return Array.isArray(value)
        ? [...(value as unknown[]), ...(value as unknown[])]
        : [value, value];
    default:
      return hostile;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Also `__proto__` becomes a field, as JSON has it. */
const recordOf = (entries: readonly [Key, unknown][]): Record<string, unknown> => {
  const record: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(record, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return record;
};
