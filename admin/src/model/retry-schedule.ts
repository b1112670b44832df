import { WEBHOOK_LIMITS } from '../../../server/src/domain/rules/webhook-limits';

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const LARGEST_FIRST = ['d', 'h', 'm', 's'] as const;
const PART = /^(\d+(?:\.\d+)?)\s*([smhd]?)$/i;

const isUnit = (text: string): text is keyof typeof UNITS => text in UNITS;

/**
 * Reads a schedule as people write it: `5s, 5m, 2h`; a number alone is seconds.
 *
 * @param text - the delays before each retry, separated by commas or spaces
 * @returns seconds, or null when a part cannot be understood
 */
export const parseSchedule = (text: string): number[] | null => {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const seconds: number[] = [];
  for (const part of parts) {
    const [, amount, unit] = PART.exec(part) ?? [];
    if (amount === undefined || unit === undefined) return null;
    const lower = unit === '' ? 's' : unit.toLowerCase();
    const delay = isUnit(lower) ? Number(amount) * UNITS[lower] : Number.NaN;
    if (!(delay <= WEBHOOK_LIMITS.maxRetryDelaySeconds)) return null;
    seconds.push(delay);
  }
  return seconds.length > WEBHOOK_LIMITS.maxRetries ? null : seconds;
};

/** An amount of time in the unit that says it shortest. */
export interface Duration {
  readonly amount: number;
  readonly unit: keyof typeof UNITS;
}

/**
 * Puts seconds into the largest unit that divides them.
 *
 * @param seconds - a delay
 */
export const durationOf = (seconds: number): Duration => {
  const unit =
    LARGEST_FIRST.find((one) => seconds >= UNITS[one] && seconds % UNITS[one] === 0) ?? 's';
  // A day says less than 24 hours beside 20 hours.
  if (unit === 'd' && seconds < 2 * UNITS.d) return { amount: seconds / UNITS.h, unit: 'h' };
  return { amount: seconds / UNITS[unit], unit };
};

/**
 * Writes a schedule as {@link parseSchedule} reads it.
 *
 * @param schedule - seconds before each retry
 */
export const writeSchedule = (schedule: readonly number[]): string =>
  schedule
    .map((seconds) => {
      const { amount, unit } = durationOf(seconds);
      return `${amount}${unit}`;
    })
    .join(', ');

/** How long a schedule takes from the first try to the last, in seconds. */
export const totalSeconds = (schedule: readonly number[]): number =>
  schedule.reduce((sum, seconds) => sum + seconds, 0);
