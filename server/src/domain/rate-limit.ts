const MINUTE_MS = 60_000;
/** Fractions do not add up exactly: a turn may be short by so much. */
const TOLERANCE = 1e-6;

/** What somebody may still do. It fills up again as time goes by. */
export interface Allowance {
  /** How many turns are left; parts of one are on their way. */
  readonly left: number;
  readonly atMs: number;
}

/** The outcome of asking for a turn. */
export interface Turn {
  readonly allowance: Allowance;
  /** 0 when the turn was given; otherwise how long until there is one. */
  readonly waitMs: number;
}

/**
 * Takes one turn of so many a minute: a whole minute's worth at once, then one at a time.
 *
 * @param before - what was left, and when; undefined for somebody who comes for the first time
 * @param perMinute - at least 1
 * @param nowMs - any clock that only goes forward
 */
export const takeTurn = (before: Allowance | undefined, perMinute: number, nowMs: number): Turn => {
  const left = refilled(before, perMinute, nowMs);
  return left >= 1 - TOLERANCE
    ? { allowance: { left: Math.max(0, left - 1), atMs: nowMs }, waitMs: 0 }
    : { allowance: { left, atMs: nowMs }, waitMs: ((1 - left) * MINUTE_MS) / perMinute };
};

/** Tells whether an allowance is full again, so that nobody has to remember it. */
export const isFull = (allowance: Allowance, perMinute: number, nowMs: number): boolean =>
  refilled(allowance, perMinute, nowMs) >= perMinute - TOLERANCE;

const refilled = (before: Allowance | undefined, perMinute: number, nowMs: number): number => {
  if (before === undefined) return perMinute;
  const gained = (Math.max(0, nowMs - before.atMs) * perMinute) / MINUTE_MS;
  return Math.min(perMinute, before.left + gained);
};
