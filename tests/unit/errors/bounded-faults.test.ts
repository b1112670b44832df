import { PluginError } from '../../../server/src/errors/plugin-error';
import { RequestError } from '../../../server/src/errors/to-strapi-error';

const faults = (count: number, message = 'is wrong') =>
  Array.from({ length: count }, (_, at) => ({ path: ['items', at], message }));

it.each([
  [
    'PluginError',
    (list: ReturnType<typeof faults>) => new PluginError('query_invalid', { faults: list }),
  ],
  ['RequestError', (list: ReturnType<typeof faults>) => new RequestError('request_invalid', list)],
])('a %s names a hundred faults and counts the rest', (_name, make) => {
  expect(make(faults(100)).faults).toEqual(faults(100));
  const error = make(faults(5_000));
  expect(error.faults.slice(0, 100)).toEqual(faults(100));
  expect(error.faults[100]).toEqual({ path: [], message: 'and 4900 more' });
  expect(error.message).toContain('and 4900 more');
});

it('cuts what is long, and stops early when all of it is', () => {
  const [only] = new PluginError('query_invalid', {
    faults: [{ path: ['x'.repeat(1_000_000)], message: 'y'.repeat(1_000_000) }],
  }).faults;
  expect(String(only?.path[0])).toHaveLength(201);
  expect(only?.message).toHaveLength(4_001);
  const many = new PluginError('query_invalid', { faults: faults(50, 'z'.repeat(9_000)) });
  expect(many.message.length).toBeLessThan(20_000);
  expect(many.faults.at(-1)?.message).toMatch(/^and \d+ more$/);
});
