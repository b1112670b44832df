import {
  createCircuitBreaker,
  type CircuitBreaker,
} from '../../../server/src/dispatcher/circuit-breaker';

/** Failures one after the other, each as soon as the rest before it is over; how long each rest is, and 0 for none. */
const failing = (breaker: CircuitBreaker, times: number, durationMs = 0): number[] => {
  let atMs = 0;
  return Array.from({ length: times }, () => {
    breaker.endRest(atMs);
    atMs += durationMs;
    breaker.record('failure', { durationMs, atMs });
    const restMs = breaker.restEndsAtMs === null ? 0 : breaker.restEndsAtMs - atMs;
    atMs += restMs;
    return restMs;
  });
};

describe('a circuit breaker', () => {
  it('opens after failures in a row, and each probe that fails doubles the rest up to a second', () => {
    const breaker = createCircuitBreaker();
    expect(failing(breaker, 11)).toEqual([0, 0, 0, 0, 100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });

  it('closes with a success, and forgets what was before', () => {
    const breaker = createCircuitBreaker();
    failing(breaker, 9);
    breaker.record('success', { durationMs: 10, atMs: 9_000 });
    expect(breaker.restEndsAtMs).toBeNull();
    expect(failing(breaker, 6)).toEqual([0, 0, 0, 0, 100, 200]);
    breaker.record('success', { durationMs: 10, atMs: 9_000 });
    failing(breaker, 4);
    breaker.record('success', { durationMs: 10, atMs: 9_000 });
    expect(failing(breaker, 4)).toEqual([0, 0, 0, 0]);
  });

  it('is half-open from the moment that somebody ends a rest that is over', () => {
    const breaker = createCircuitBreaker();
    failing(breaker, 5);
    breaker.endRest(99);
    expect(breaker.restEndsAtMs).toBe(100);
    breaker.endRest(100);
    expect(breaker.restEndsAtMs).toBeNull();
  });

  it('counts what fails during a rest as one failure with what began it', () => {
    const breaker = createCircuitBreaker();
    failing(breaker, 5);
    for (let atMs = 0; atMs < 16; atMs += 1) breaker.record('failure', { durationMs: 1, atMs });
    expect(breaker.restEndsAtMs).toBe(100);
    breaker.endRest(100);
    breaker.record('failure', { durationMs: 0, atMs: 100 });
    expect(breaker.restEndsAtMs).toBe(300);
  });

  it('takes no notice of what was interrupted', () => {
    const breaker = createCircuitBreaker();
    failing(breaker, 4);
    breaker.record('interrupted', { durationMs: 0, atMs: 0 });
    expect(breaker.restEndsAtMs).toBeNull();
    breaker.record('failure', { durationMs: 0, atMs: 0 });
    expect(breaker.restEndsAtMs).toBe(100);
    breaker.record('interrupted', { durationMs: 0, atMs: 0 });
    expect(breaker.restEndsAtMs).toBe(100);
  });

  it('counts the rest from the beginning of the attempt, so that a timeout needs none', () => {
    expect(failing(createCircuitBreaker(), 7, 30)).toEqual([0, 0, 0, 0, 70, 170, 370]);
    expect(failing(createCircuitBreaker(), 12, 15_000)).toEqual(
      Array.from({ length: 12 }, () => 0),
    );
  });

  it('closes when the webhook is edited, and only then', () => {
    const breaker = createCircuitBreaker();
    breaker.follow(1_000);
    failing(breaker, 6);
    breaker.follow(1_000);
    expect(breaker.restEndsAtMs).not.toBeNull();
    breaker.follow(1_001);
    expect(breaker.restEndsAtMs).toBeNull();
    expect(failing(breaker, 5)).toEqual([0, 0, 0, 0, 100]);
  });
});
