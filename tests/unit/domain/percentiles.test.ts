import fc from 'fast-check';
import { percentilesOf } from '../../../server/src/domain/percentiles';

const histogramOf = (values: readonly number[]): Map<number, number> => {
  const histogram = new Map<number, number>();
  for (const value of values) histogram.set(value, (histogram.get(value) ?? 0) + 1);
  return histogram;
};

it('has no percentile of nothing', () => {
  expect(percentilesOf(new Map(), [50])).toBeNull();
  expect(percentilesOf(new Map([[3, 0]]), [50])).toBeNull();
});

it.each([
  [[7], [1, 50, 99, 100], [7, 7, 7, 7]],
  [
    [10, 20],
    [50, 51, 100],
    [10, 20, 20],
  ],
  // Not in order, and one value twice.
  [
    [30, 10, 20, 10],
    [25, 50, 75, 100],
    [10, 10, 20, 30],
  ],
  [Array.from({ length: 100 }, (_, index) => index + 1), [50, 95, 99], [50, 95, 99]],
])('of %j at %j % is %j', (values, percents, expected) => {
  expect(percentilesOf(histogramOf(values), percents)).toEqual(expected);
});

it('is a value that was seen, which enough do not exceed and no smaller one would be enough', () => {
  const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 100 }), (all, percent) => {
      const [value = Number.NaN] = percentilesOf(histogramOf(all), [percent]) ?? [];
      const upTo = (most: number): number => all.filter((one) => one <= most).length;
      const needed = Math.ceil((percent / 100) * all.length);
      return all.includes(value) && upTo(value) >= needed && upTo(value - 1) < needed;
    }),
  );
});
