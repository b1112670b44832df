import type { StatsQuery } from '../../../server/src/contracts/stats';

const HOUR = 3_600_000;

export const PERIODS = ['24h', '7d', '30d'] as const;
export type Period = (typeof PERIODS)[number];

const LENGTHS = {
  '24h': { ms: 24 * HOUR, bucket: 'hour' },
  '7d': { ms: 7 * 24 * HOUR, bucket: 'hour' },
  '30d': { ms: 30 * 24 * HOUR, bucket: 'day' },
} as const;

/**
 * Asks for the numbers of a period.
 *
 * @param period - how far back
 * @param now - milliseconds since 1970
 */
export const statsQueryOf = (period: Period, now: number): StatsQuery => ({
  from: new Date(now - LENGTHS[period].ms).toISOString(),
  to: new Date(now).toISOString(),
  bucket: LENGTHS[period].bucket,
});
