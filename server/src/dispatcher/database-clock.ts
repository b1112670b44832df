import { CLOCK_NOTE_INTERVAL_MS } from '../domain/clock-jump';
import type { ExchangeResult } from '../pipeline/exchange-work';
import type { Log, Surroundings } from '../pipeline/ports';

/** The database's clock as one process knows it: its last answer, and what has passed since by a clock that does not jump. */
export interface DatabaseClock {
  /** Milliseconds since 1970; the process's own time until the database was asked. */
  now(): number;
  /** What the database should answer now, or null before it was asked once. */
  expected(): number | null;
  /** Whether it is time to note for others what it shows. */
  isNoteDue(): boolean;
  /**
   * Takes over what the database answered.
   *
   * @param answer - what it showed, and whether that was a jump
   * @param askedAtMs - when it was asked, by the monotonic clock
   * @param noted - whether it was noted
   */
  adopt(
    answer: Pick<ExchangeResult, 'nowMs' | 'clockJumpMs'>,
    askedAtMs: number,
    noted: boolean,
  ): void;
}

/**
 * Makes a clock that knows nothing yet.
 *
 * @param surroundings - the process's own clocks
 * @param log - hears of jumps
 */
export const createDatabaseClock = (surroundings: Surroundings, log: Log): DatabaseClock => {
  let offsetMs = surroundings.now() - surroundings.monotonicNow();
  let wasAsked = false;
  let notedAtMs = Number.NEGATIVE_INFINITY;
  const now = (): number => Math.round(surroundings.monotonicNow() + offsetMs);
  return {
    now,
    expected: () => (wasAsked ? now() : null),
    isNoteDue: () => surroundings.monotonicNow() - notedAtMs >= CLOCK_NOTE_INTERVAL_MS,
    adopt: ({ nowMs, clockJumpMs }, askedAtMs, noted) => {
      offsetMs = nowMs - askedAtMs;
      wasAsked = true;
      if (noted) notedAtMs = askedAtMs;
      if (clockJumpMs === 0) return;
      const direction = clockJumpMs > 0 ? 'ahead' : 'back';
      const seconds = Math.abs(Math.round(clockJumpMs / 1000));
      log.warn(
        `the database's clock jumped ${seconds} s ${direction}; leases and due times moved with it`,
      );
    },
  };
};
