import fc from 'fast-check';
import { isFull, takeTurn, type Allowance } from '../../../server/src/domain/rate-limit';

/** How many turns are given to somebody who asks at these times. */
const given = (atMs: readonly number[], perMinute: number): number => {
  let allowance: Allowance | undefined;
  let count = 0;
  for (const nowMs of atMs) {
    const turn = takeTurn(allowance, perMinute, nowMs);
    allowance = turn.allowance;
    if (turn.waitMs === 0) count += 1;
  }
  return count;
};

it('gives a minute of turns at once, and says when the next one is there', () => {
  let allowance: Allowance | undefined;
  for (let turn = 0; turn < 3; turn += 1) {
    const taken = takeTurn(allowance, 3, 1_000);
    expect(taken.waitMs).toBe(0);
    allowance = taken.allowance;
  }
  const refused = takeTurn(allowance, 3, 6_000);
  expect(refused.waitMs).toBeCloseTo(15_000);
  expect(takeTurn(refused.allowance, 3, 6_000 + refused.waitMs + 1).waitMs).toBe(0);
});

it('never gives more than a minute of turns and what time has brought since', () => {
  const times = fc
    .array(fc.nat(300_000), { maxLength: 200 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 50 }), (atMs, perMinute) => {
      const span = (atMs.at(-1) ?? 0) - (atMs[0] ?? 0);
      expect(given(atMs, perMinute)).toBeLessThanOrEqual(
        perMinute + Math.ceil((span * perMinute) / 60_000),
      );
    }),
  );
});

it('gives every turn to somebody who waits as long as it says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), (perMinute) => {
      let allowance: Allowance | undefined = { left: 0, atMs: 0 };
      let nowMs = 0;
      for (let turn = 0; turn < 20; turn += 1) {
        const { waitMs, allowance: after } = takeTurn(allowance, perMinute, nowMs);
        nowMs += Math.ceil(waitMs);
        const taken = takeTurn(after, perMinute, nowMs);
        expect(taken.waitMs).toBe(0);
        allowance = taken.allowance;
      }
    }),
  );
});

it('is full again after a minute, and not before', () => {
  const { allowance } = takeTurn({ left: 1, atMs: 0 }, 10, 0);
  expect(isFull(allowance, 10, 59_000)).toBe(false);
  expect(isFull(allowance, 10, 60_001)).toBe(true);
});
