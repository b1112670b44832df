import { createTwins, twinKey } from '../../../../server/src/adapters/capture/twins';

const MINUTE_MS = 60_000;
const KEY = twinKey('entry.create', 'api::article.article', 7);

/** A transaction whose end the test decides. */
const transaction = () => {
  const commits: (() => void)[] = [];
  const rollbacks: (() => void)[] = [];
  return {
    onCommit: (run: () => void) => void commits.push(run),
    onRollback: (run: () => void) => void rollbacks.push(run),
    commit: () => commits.forEach((run) => run()),
    rollBack: () => rollbacks.forEach((run) => run()),
  };
};

let nowMs: number;
const twinsAtHand = () => {
  nowMs = 0;
  return createTwins(() => nowMs);
};

test('an announcement without a twin is told apart', () => {
  expect(twinsAtHand().take(KEY)).toBe(false);
});

test('one twin is taken once', () => {
  const twins = twinsAtHand();
  const scope = transaction();
  twins.expect(scope, [KEY]);
  scope.commit();
  expect([twins.take(KEY), twins.take(KEY)]).toEqual([true, false]);
});

test('two changes of one row in one transaction are two twins', () => {
  const twins = twinsAtHand();
  const scope = transaction();
  twins.expect(scope, [KEY]);
  twins.expect(scope, [KEY]);
  scope.commit();
  expect([twins.take(KEY), twins.take(KEY), twins.take(KEY)]).toEqual([true, true, false]);
});

test('the announcement may come before the commit was noticed', () => {
  const twins = twinsAtHand();
  const scope = transaction();
  twins.expect(scope, [KEY]);
  expect(twins.take(KEY)).toBe(true);
  scope.commit();
  expect(twins.take(KEY)).toBe(false);
});

test('a rollback forgets its own twins only', () => {
  const twins = twinsAtHand();
  const [kept, undone] = [transaction(), transaction()];
  twins.expect(kept, [KEY]);
  twins.expect(undone, [KEY]);
  undone.rollBack();
  kept.commit();
  expect([twins.take(KEY), twins.take(KEY)]).toEqual([true, false]);
});

test('a long transaction is waited for, an announcement after the commit is not waited for long', () => {
  const twins = twinsAtHand();
  const long = transaction();
  twins.expect(long, [KEY]);
  nowMs = 30 * MINUTE_MS;
  long.commit();
  const other = transaction();
  twins.expect(other, ['other']);
  nowMs += 11 * MINUTE_MS;
  other.commit();
  expect([twins.take(KEY), twins.take('other')]).toEqual([false, true]);
});

test('a transaction that never says how it ended is forgotten after an hour', () => {
  const twins = twinsAtHand();
  twins.expect(transaction(), [KEY]);
  nowMs = 61 * MINUTE_MS;
  const later = transaction();
  twins.expect(later, ['other']);
  later.commit();
  expect(twins.take(KEY)).toBe(false);
});

test('no more than so many are kept', () => {
  const twins = twinsAtHand();
  const scope = transaction();
  twins.expect(
    scope,
    Array.from({ length: 100_001 }, (_, index) => String(index)),
  );
  scope.commit();
  expect([twins.take('0'), twins.take('1'), twins.take('100000')]).toEqual([false, true, true]);
});

test('what is committed is unannounced until it is taken, once for each announcement', () => {
  const twins = twinsAtHand();
  const [committed, open, undone] = [transaction(), transaction(), transaction()];
  twins.expect(committed, [KEY, 'another', KEY]);
  twins.expect(open, ['open']);
  twins.expect(undone, ['undone']);
  committed.commit();
  undone.rollBack();
  twins.take(KEY);
  expect(twins.unannounced()).toEqual(['another', KEY]);
});
