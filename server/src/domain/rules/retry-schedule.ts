/** Standard Webhooks' published schedule, in seconds: 75 h 35 m from the first try to the last. */
export const STANDARD_RETRY_SCHEDULE: readonly number[] = [
  5,
  5 * 60,
  30 * 60,
  2 * 3600,
  5 * 3600,
  10 * 3600,
  14 * 3600,
  20 * 3600,
  24 * 3600,
];

/**
 * The delay before the next scheduled attempt.
 *
 * @param schedule - seconds before each retry
 * @param failedAttempts - scheduled attempts that have failed so far, at least 1
 * @param jitter - the random part as a fraction of the delay, 0.2 for ±20 %
 * @param random - from 0 to just under 1
 * @returns milliseconds to wait, or null when the schedule is used up
 */
export const nextRetryDelayMs = (
  schedule: readonly number[],
  failedAttempts: number,
  jitter: number,
  random: number,
): number | null => {
  const seconds = schedule[failedAttempts - 1];
  if (seconds === undefined) return null;
  const factor = 1 + jitter * (2 * random - 1);
  return Math.max(0, Math.round(seconds * 1000 * factor));
};
