import { isJump, jumpOf } from '../../../server/src/domain/clock-jump';

const HOUR_MS = 3_600_000;
const NOW = 1_800_000_000_000;

describe('jumpOf', () => {
  test.each([5 * HOUR_MS, -5 * HOUR_MS])('tells a jump of %d ms', (jumpMs) => {
    const before = NOW - jumpMs;
    expect(jumpOf({ nowMs: NOW, expectedMs: before, notedMs: before - 20_000 })).toBe(jumpMs);
  });

  it('is 0 where somebody else noted the new time: it was followed, or this process alone stood still', () => {
    const expectedMs = NOW - 5 * HOUR_MS;
    expect(jumpOf({ nowMs: NOW, expectedMs, notedMs: NOW - 20_000 })).toBe(0);
  });

  it('is 0 where the clock shows what was expected and nobody had noted it for long', () => {
    expect(jumpOf({ nowMs: NOW, expectedMs: NOW, notedMs: NOW - HOUR_MS })).toBe(0);
  });

  it('is 0 where nobody ever noted the time', () => {
    expect(jumpOf({ nowMs: NOW, expectedMs: NOW - HOUR_MS, notedMs: null })).toBe(0);
  });

  it('is only ever back for a process that has just started', () => {
    expect(jumpOf({ nowMs: NOW, expectedMs: null, notedMs: NOW - HOUR_MS })).toBe(0);
    expect(jumpOf({ nowMs: NOW, expectedMs: null, notedMs: NOW + HOUR_MS })).toBe(-HOUR_MS);
  });
});

test('a clock that is set right by a minute has not jumped', () => {
  expect(isJump(NOW, NOW + 60_000)).toBe(false);
  expect(isJump(NOW, NOW - 300_000)).toBe(true);
});
