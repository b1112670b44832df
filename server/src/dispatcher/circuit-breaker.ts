/** A healthy receiver has a few bad moments, too. */
const FAILURES_BEFORE_REST = 5;
const FIRST_REST_MS = 100;
/** A receiver that recovers is found this much later at most. */
export const LONGEST_REST_MS = 1_000;

/**
 * Keeps a receiver that fails again and again from being tried all the time. Those that fail at once would otherwise
 * have an attempt, a connection and an exchange for each of their events.
 *
 * States: `closed` (attempts as the lane likes) → `open` (failures in a row: it rests) → `half-open` (the rest is over: one
 * attempt is the probe) → `closed` after a success, or `open` again for twice as long.
 */
export interface CircuitBreaker {
  /** It is open until then, by the monotonic clock, and until somebody ends the rest; null while it is not. */
  readonly restEndsAtMs: number | null;
  /**
   * Takes note of an attempt. What began before the rest and fails in it counts for nothing: failures side by side are one.
   *
   * @param ended - how long it took, and when it ended by the monotonic clock
   */
  record(
    outcome: 'success' | 'failure' | 'interrupted',
    ended: { readonly durationMs: number; readonly atMs: number },
  ): void;
  /**
   * Ends a rest that is over.
   *
   * @param nowMs - by the monotonic clock
   * @param leftShare - how much of it may be left, from 0 to 1
   */
  endRest(nowMs: number, leftShare?: number): void;
  /**
   * Closes when the webhook was edited or resumed since the last call: whatever failed may be mended.
   *
   * @param updatedAtMs - when it was edited last
   */
  follow(updatedAtMs: number): void;
}

/** Makes a circuit breaker that is closed. */
export const createCircuitBreaker = (): CircuitBreaker => {
  let failures = 0;
  let restMs = FIRST_REST_MS;
  let restEndsAtMs: number | null = null;
  let lastRestMs = 0;
  let knownEditAtMs: number | null = null;

  const close = (): void => {
    failures = 0;
    restMs = FIRST_REST_MS;
    restEndsAtMs = null;
  };

  return {
    get restEndsAtMs() {
      return restEndsAtMs;
    },
    record: (outcome, { durationMs, atMs }) => {
      if (outcome === 'success') close();
      if (outcome !== 'failure' || restEndsAtMs !== null) return;
      failures += 1;
      if (failures < FAILURES_BEFORE_REST) return;
      // From the beginning of the attempt: one that ran into its timeout was rest enough.
      if (durationMs < restMs) restEndsAtMs = atMs - durationMs + restMs;
      lastRestMs = restMs;
      restMs = Math.min(LONGEST_REST_MS, 2 * restMs);
    },
    endRest: (nowMs, leftShare = 0) => {
      if (restEndsAtMs !== null && nowMs >= restEndsAtMs - leftShare * lastRestMs)
        restEndsAtMs = null;
    },
    follow: (updatedAtMs) => {
      if (knownEditAtMs !== null && knownEditAtMs !== updatedAtMs) close();
      knownEditAtMs = updatedAtMs;
    },
  };
};
