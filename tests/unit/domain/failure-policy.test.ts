import {
  decideDelivery,
  decideHealth,
  MAX_INTERRUPTIONS,
  type FailurePolicy,
  type HealthState,
  type SettledAttempt,
} from '../../../server/src/domain/failure-policy';
import { aDelivery } from '../../helpers/builders';

const NOW = 1_700_000_000_000;

const policy = (over: Partial<FailurePolicy> = {}): FailurePolicy => ({
  retrySchedule: [5, 300],
  jitter: 0,
  leaseMs: 60_000,
  maxConsecutiveFailures: 5,
  counts: true,
  ...over,
});

const attempt = (over: Partial<SettledAttempt> = {}): SettledAttempt => ({
  outcome: 'failure',
  startedAtMs: NOW - 100,
  statusCode: 500,
  retryAfterMs: null,
  summary: 'HTTP 500',
  ...over,
});

const health = (over: Partial<HealthState> = {}): HealthState => ({
  status: 'active',
  failureCount: 0,
  lastFailureAtMs: null,
  notBeforeMs: null,
  disable: null,
  ...over,
});

const decide = (
  delivery: Parameters<typeof aDelivery>[0],
  settled: SettledAttempt,
  rules = policy(),
) =>
  decideDelivery(
    aDelivery({ leaseOwner: 'me', leaseTrigger: 'scheduled', dueAtMs: NOW + 60_000, ...delivery }),
    settled,
    rules,
    { nowMs: NOW, random: 0.5 },
  );

describe('decideDelivery', () => {
  it('ends a delivery that succeeded', () => {
    expect(decide({}, attempt({ outcome: 'success', statusCode: 200 }))).toMatchObject({
      state: 'succeeded',
      dueAtMs: null,
      finishedAtMs: NOW,
    });
  });

  it.each([
    [0, 'pending', NOW + 5_000],
    [1, 'pending', NOW + 300_000],
    [2, 'failed', null],
  ] as const)('after %i earlier failures it is %s', (failedAttemptCount, state, dueAtMs) => {
    expect(decide({ failedAttemptCount }, attempt())).toMatchObject({
      state,
      dueAtMs,
      failedAttemptCount: failedAttemptCount + 1,
    });
  });

  it('waits at least as long as the receiver asked for', () => {
    expect(decide({}, attempt({ retryAfterMs: 60_000 })).dueAtMs).toBe(NOW + 60_000);
    expect(decide({}, attempt({ retryAfterMs: 10 })).dueAtMs).toBe(NOW + 5_000);
  });

  it('has one try when the schedule is empty', () => {
    expect(decide({}, attempt(), policy({ retrySchedule: [] })).state).toBe('failed');
  });

  it('is due again at once after an interruption, whatever the schedule says', () => {
    const decision = decide(
      {},
      attempt({ outcome: 'interrupted', statusCode: null }),
      policy({ retrySchedule: [] }),
    );
    expect(decision).toMatchObject({
      state: 'pending',
      dueAtMs: NOW,
      interruptedCount: 1,
      failedAttemptCount: 0,
    });
  });

  const interrupted = attempt({ outcome: 'interrupted', statusCode: null });

  it.each([
    [1, 0],
    [2, 1],
    [3, 2],
    [8, 60],
    [MAX_INTERRUPTIONS - 2, 60],
  ])('waits after %i interruptions and one more for %i minutes', (interruptedCount, minutes) => {
    expect(decide({ interruptedCount }, interrupted).dueAtMs).toBe(NOW + minutes * 60_000);
  });

  it('outlives a process that dies again and again for hours', () => {
    const waits = Array.from(
      { length: MAX_INTERRUPTIONS - 1 },
      (_, interruptedCount) => (decide({ interruptedCount }, interrupted).dueAtMs ?? 0) - NOW,
    );
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(8 * 3_600_000);
  });

  it('gives up a delivery that takes its process down again and again', () => {
    expect(decide({ interruptedCount: MAX_INTERRUPTIONS - 1 }, interrupted)).toMatchObject({
      state: 'failed',
      dueAtMs: null,
    });
  });

  it('lets a pending schedule go on after a failed manual attempt', () => {
    const decision = decide(
      { leaseTrigger: 'manual', manualAtMs: NOW + 60_000, dueAtMs: NOW + 1_000 },
      attempt(),
    );
    expect(decision).toMatchObject({
      state: 'pending',
      dueAtMs: NOW + 1_000,
      manualAtMs: null,
      failedAttemptCount: 0,
    });
  });

  it.each(['failed', 'discarded'] as const)(
    'leaves a %s delivery as it was when a manual attempt fails',
    (state) => {
      const decision = decide(
        { leaseTrigger: 'manual', state, dueAtMs: null, finishedAtMs: 5 },
        attempt(),
      );
      expect(decision).toMatchObject({ state, dueAtMs: null, finishedAtMs: 5 });
    },
  );

  it('sets any delivery to succeeded when a manual attempt succeeds', () => {
    const success = attempt({ outcome: 'success', statusCode: 200 });
    expect(decide({ leaseTrigger: 'manual', state: 'failed', dueAtMs: null }, success).state).toBe(
      'succeeded',
    );
  });

  it('calls a test failed when its only attempt failed', () => {
    const decision = decide({ leaseTrigger: 'manual', dueAtMs: null }, attempt());
    expect(decision).toMatchObject({ state: 'failed', finishedAtMs: NOW });
  });
});

describe('decideHealth', () => {
  const judge = (
    before: HealthState,
    settled: SettledAttempt,
    rules = policy({ retrySchedule: [] }),
    delivery: Parameters<typeof aDelivery>[0] = {},
  ): HealthState => {
    const row = aDelivery({ leaseOwner: 'me', leaseTrigger: 'scheduled', ...delivery });
    const decision = decideDelivery(row, settled, rules, { nowMs: NOW, random: 0.5 });
    return decideHealth(before, row, settled, decision, rules, NOW);
  };

  it('counts a failed delivery, and disables at the limit with the reason', () => {
    expect(judge(health({ failureCount: 3 }), attempt())).toMatchObject({
      failureCount: 4,
      disable: null,
    });
    expect(judge(health({ failureCount: 4 }), attempt())).toMatchObject({
      failureCount: 5,
      disable: {
        reason: 'consecutive_failures',
        message: expect.stringContaining('HTTP 500'),
      },
    });
  });

  it('does not count an attempt that will be retried', () => {
    expect(judge(health(), attempt(), policy()).failureCount).toBe(0);
  });

  it('forgets the failures after one success', () => {
    const success = attempt({ outcome: 'success', statusCode: 200 });
    expect(judge(health({ failureCount: 4 }), success).failureCount).toBe(0);
  });

  it('counts failures that were on the wire together once', () => {
    const first = judge(health(), attempt({ startedAtMs: NOW - 50 }));
    expect(first.failureCount).toBe(1);
    const second = judge(first, attempt({ startedAtMs: NOW - 40 }));
    expect(second.failureCount).toBe(1);
    expect(judge(second, attempt({ startedAtMs: NOW + 1 })).failureCount).toBe(2);
  });

  it('disables at once on 410', () => {
    expect(judge(health(), attempt({ statusCode: 410 }), policy()).disable).toMatchObject({
      reason: 'gone',
    });
  });

  it.each([
    ['a manual attempt', policy({ retrySchedule: [] }), { leaseTrigger: 'manual' as const }],
    ['a ping or test', policy({ retrySchedule: [], counts: false }), {}],
  ])('never counts %s', (_name, rules, delivery) => {
    expect(judge(health({ failureCount: 4 }), attempt(), rules, delivery)).toMatchObject({
      failureCount: 4,
      disable: null,
    });
  });

  it('never counts an interruption', () => {
    const before = health({ failureCount: 4 });
    expect(judge(before, attempt({ outcome: 'interrupted', statusCode: null }))).toEqual(before);
  });

  it('keeps the whole webhook silent for as long as the receiver asked', () => {
    const asked = judge(health(), attempt({ statusCode: 429, retryAfterMs: 30_000 }), policy());
    expect(asked.notBeforeMs).toBe(NOW + 30_000);
    const less = judge(asked, attempt({ statusCode: 429, retryAfterMs: 1_000 }), policy());
    expect(less.notBeforeMs).toBe(NOW + 30_000);
  });
});
