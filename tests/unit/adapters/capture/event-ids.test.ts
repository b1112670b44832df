import { createEventIds } from '../../../../server/src/adapters/capture/event-ids';

let nowMs = 1_700_000_000_000;
const source = () =>
  createEventIds({
    now: () => nowMs,
    randomBytes: (count) => new Uint8Array(count).map(() => Math.floor(Math.random() * 256)),
  });

const isSorted = (ids: readonly string[]): boolean =>
  ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''));

test('ids grow within one millisecond, also when there are many', () => {
  const next = source();
  expect(isSorted(Array.from({ length: 10_000 }, next))).toBe(true);
});

test('ids grow when the clock is set back', () => {
  const next = source();
  const ids = [next(), next()];
  nowMs -= 5_000;
  ids.push(next(), next());
  nowMs += 60_000;
  ids.push(next());
  expect(isSorted(ids)).toBe(true);
  expect(new Set(ids).size).toBe(5);
});

test('an id is a UUIDv7 of its time', () => {
  nowMs = 0x0192_3456_789a;
  expect(source()()).toMatch(/^evt_01923456789a7000[89ab]/);
});
