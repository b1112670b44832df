/** Clocks that are set right while they run move by less; nobody plans retries as closely as that. */
const LEAST_JUMP_MS = 120_000;

/** How often a process says what the database's clock showed, in milliseconds: well within a jump. */
export const CLOCK_NOTE_INTERVAL_MS = 30_000;

/** Tells whether two readings of one clock are too far apart for it to have gone on by itself. */
export const isJump = (oneMs: number, otherMs: number): boolean =>
  Math.abs(oneMs - otherMs) > LEAST_JUMP_MS;

/** What is known of a clock. */
export interface ClockReading {
  readonly nowMs: number;
  /** What it should show by what this process saw of it before; null for a process that has just started. */
  readonly expectedMs: number | null;
  /** What it showed when some process noted it last; null when none ever did. */
  readonly notedMs: number | null;
}

/**
 * Says by how much a clock has jumped.
 *
 * @param reading - the clock, what it should show, and what others saw
 * @returns milliseconds, negative for a jump back; 0 when it went on as it should, when somebody has followed it
 *   already, or when it was only this process that stood still
 */
export const jumpOf = ({ nowMs, expectedMs, notedMs }: ClockReading): number => {
  if (notedMs === null || !isJump(nowMs, notedMs)) return 0;
  // Nobody may have been there to note the time, so that only a step back means something.
  if (expectedMs === null) return Math.min(0, nowMs - notedMs);
  return isJump(nowMs, expectedMs) ? nowMs - expectedMs : 0;
};
