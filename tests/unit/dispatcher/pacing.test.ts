import {
  canResultsWait,
  isExchangeDue,
  msUntilExchange,
  patienceMsAfter,
  RESULT_BATCH,
  type Pace,
} from '../../../server/src/dispatcher/pacing';

const idle: Pace = {
  nowMs: 1_000,
  wakeAtMs: 2_000,
  asked: false,
  resultCount: 0,
  oldestResultAtMs: null,
  expectedResults: 8,
  patienceMs: 20,
  eventsWaitSinceMs: null,
  runningDry: false,
  room: 0,
  starving: false,
  knownSinceMs: null,
};

describe('events that wait for their fan-out', () => {
  it('let the lanes work on first, but not for long', () => {
    const waiting = { ...idle, eventsWaitSinceMs: 990 };
    expect(isExchangeDue(waiting)).toBe(false);
    expect(msUntilExchange(waiting)).toBe(10);
    expect(isExchangeDue({ ...waiting, nowMs: 1_010 })).toBe(true);
  });

  it('are fanned out at once when a lane runs dry', () => {
    expect(isExchangeDue({ ...idle, eventsWaitSinceMs: 1_000, runningDry: true })).toBe(true);
    expect(isExchangeDue({ ...idle, runningDry: true })).toBe(false);
    expect(isExchangeDue({ ...idle, eventsWaitSinceMs: 1_000, room: RESULT_BATCH })).toBe(true);
    expect(isExchangeDue({ ...idle, eventsWaitSinceMs: 1_000, room: RESULT_BATCH - 1 })).toBe(
      false,
    );
    expect(isExchangeDue({ ...idle, room: RESULT_BATCH })).toBe(false);
  });
});

describe('results, when events are announced', () => {
  const recording = { ...idle, resultCount: 3, oldestResultAtMs: 900, patienceMs: 100 };

  it('wait even when they are due, but not for long', () => {
    expect(canResultsWait(recording)).toBe(true);
    expect(canResultsWait({ ...recording, expectedResults: 0.5 })).toBe(true);
    expect(canResultsWait({ ...recording, nowMs: 1_100 })).toBe(false);
  });

  it('go along when there is a whole batch of them, or a burst', () => {
    expect(canResultsWait({ ...recording, resultCount: RESULT_BATCH })).toBe(false);
    expect(canResultsWait({ ...recording, eventsWaitSinceMs: 1_000 })).toBe(false);
  });
});

describe('what is known of the webhooks', () => {
  it('is asked again before it is too old, while attempts wait for a connection', () => {
    const connecting = { ...idle, knownSinceMs: 600 };
    expect(isExchangeDue(connecting)).toBe(false);
    expect(msUntilExchange(connecting)).toBe(100);
    expect(isExchangeDue({ ...connecting, nowMs: 1_100 })).toBe(true);
  });
});

describe('patience', () => {
  it('grows with what an exchange costs, within bounds', () => {
    expect([0, 1, 5, 12, 1_000].map(patienceMsAfter)).toEqual([20, 20, 50, 120, 200]);
  });

  it('is for results too, unless somebody has nothing to do meanwhile', () => {
    const recording = { ...idle, resultCount: 3, oldestResultAtMs: 950, patienceMs: 100 };
    expect(isExchangeDue(recording)).toBe(false);
    expect(msUntilExchange(recording)).toBe(50);
    expect(isExchangeDue({ ...recording, patienceMs: 50 })).toBe(true);
    expect(isExchangeDue({ ...recording, starving: true })).toBe(true);
    expect(isExchangeDue({ ...recording, expectedResults: 0.5 })).toBe(true);
  });
});
