import { askAgain, isSnapshotFresh } from '../../../server/src/pipeline/pause';
import { createWebhookDirectory } from '../../../server/src/pipeline/webhook-directory';

let nowMs: number;
let questions: number;

/** A database that takes so long for each answer, one after the other; the last of them for all that follow. */
const directoryOf = (...latencies: readonly number[]) => {
  nowMs = 5_000;
  questions = 0;
  return createWebhookDirectory({
    stores: (read) =>
      read(
        {
          webhooks: {
            revision: () => {
              nowMs += latencies[Math.min(questions, latencies.length - 1)] ?? 0;
              questions += 1;
              return Promise.resolve(1);
            },
            listWithSecrets: () => Promise.resolve([]),
          },
        },
        false,
      ),
    surroundings,
  });
};
const surroundings = { monotonicNow: () => nowMs };

it('dates what is known by when it was asked for, not by when the answer came', async () => {
  const snapshot = await directoryOf(700).current();
  expect(snapshot.askedAtMs).toBe(5_000);
  expect(isSnapshotFresh(snapshot, 5_800)).toBe(true);
  expect(isSnapshotFresh(snapshot, 5_801)).toBe(false);
});

it('dates it anew with each question, though nothing changed', async () => {
  const directory = directoryOf(10);
  await directory.current();
  nowMs = 9_000;
  expect((await directory.current()).askedAtMs).toBe(9_000);
});

it('asks once more when the process stood still during the question', async () => {
  const snapshot = await askAgain(directoryOf(60_000, 10), surroundings);
  expect(questions).toBe(2);
  expect(snapshot.askedAtMs).toBe(65_000);
});

it('takes an answer as it comes when the database is always slow, so that deliveries go on', async () => {
  const snapshot = await askAgain(directoryOf(900), surroundings);
  expect(questions).toBe(3);
  expect(isSnapshotFresh(snapshot, nowMs)).toBe(true);
});
