const HOUR = 3_600_000;

export const PERIODS = ['1h', '8h', 'yesterday', '3d', 'custom'] as const;
export type Period = (typeof PERIODS)[number];

/**
 * Says where a period begins.
 *
 * @param period - one of the ready-made ones, or `custom`
 * @param now - milliseconds since 1970
 * @param custom - the instant of `custom`; null while none is chosen
 * @returns null while it is not known
 */
export const sinceOf = (period: Period, now: number, custom: Date | null): Date | null => {
  switch (period) {
    case '1h':
      return new Date(now - HOUR);
    case '8h':
      return new Date(now - 8 * HOUR);
    case 'yesterday': {
      const date = new Date(now);
      return new Date(date.getFullYear(), date.getMonth(), date.getDate() - 1);
    }
    case '3d':
      return new Date(now - 72 * HOUR);
    case 'custom':
      return custom;
  }
};
