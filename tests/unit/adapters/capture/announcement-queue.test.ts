import {
  createAnnouncementQueue,
  type PendingAnnouncement,
} from '../../../../server/src/adapters/capture/announcement-queue';

const MINUTE_MS = 60_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const announcement = (topic: string): PendingAnnouncement => ({
  topic,
  uid: null,
  wasMissed: false,
  build: () => Promise.reject(new Error('nobody builds here')),
});

/** A queue whose writer fails so many times. */
const queueThatFails = (failures: number) => {
  const written: string[][] = [];
  const errors: string[] = [];
  let lost = 0;
  let left = failures;
  const quiet = () => undefined;
  const queue = createAnnouncementQueue({
    write: (batch) => {
      if (left-- > 0) return Promise.reject(new Error('the database is away'));
      written.push(batch.map(({ topic }) => topic));
      return Promise.resolve();
    },
    onLost: (count) => {
      lost += count;
    },
    log: { debug: quiet, info: quiet, warn: quiet, error: (message) => void errors.push(message) },
  });
  return { queue, written, errors, lost: () => lost };
};

test('writes together what was announced together, in its order', async () => {
  const { queue, written } = queueThatFails(0);
  for (const topic of ['a', 'b', 'c']) queue.add(announcement(topic));
  expect(written).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(written).toEqual([['a', 'b', 'c']]);
});

test('writes in batches', async () => {
  const { queue, written } = queueThatFails(0);
  for (let index = 0; index < 250; index += 1) queue.add(announcement(String(index)));
  await jest.advanceTimersByTimeAsync(1);
  expect(written.map(({ length }) => length)).toEqual([100, 100, 50]);
});

test('tries again, and keeps the order meanwhile', async () => {
  const { queue, written, errors, lost } = queueThatFails(3);
  queue.add(announcement('first'));
  await jest.advanceTimersByTimeAsync(100);
  queue.add(announcement('second'));
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  expect(written).toEqual([['first'], ['second']]);
  expect([errors, lost()]).toEqual([[], 0]);
});

test('gives up at last, says so, and goes on with the next', async () => {
  const { queue, written, errors, lost } = queueThatFails(7);
  queue.add(announcement('first'));
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  queue.add(announcement('second'));
  await jest.advanceTimersByTimeAsync(1);
  expect(written).toEqual([['second']]);
  expect(lost()).toBe(1);
  expect(errors).toEqual([expect.stringContaining('lost: the database is away')]);
});

test('is bounded', async () => {
  const { queue, written } = queueThatFails(0);
  const added = Array.from({ length: 10_001 }, () => queue.add(announcement('x')));
  expect(added.filter(Boolean)).toHaveLength(10_000);
  expect(added.at(-1)).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(written.flat()).toHaveLength(10_000);
});

test('drains what is waiting, and does not wait for ever', async () => {
  const { queue, written } = queueThatFails(2);
  await queue.drain(1_000);
  queue.add(announcement('late'));
  const drained = queue.drain(10_000);
  await jest.advanceTimersByTimeAsync(300);
  await drained;
  expect(written).toEqual([['late']]);

  const stuck = queueThatFails(100);
  stuck.queue.add(announcement('stuck'));
  const given = stuck.queue.drain(1_000);
  await jest.advanceTimersByTimeAsync(1_001);
  await given;
  expect(stuck.written).toEqual([]);
});
