import type { Settings } from '../config/settings';
import type { RateName } from '../contracts/endpoint';
import { isFull, takeTurn, type Allowance } from '../domain/rate-limit';
import { PluginError } from '../errors/plugin-error';

/** Bounds how often one person or one token makes the plugin send something. */
export interface RateLimiter {
  /**
   * Takes a turn, or refuses.
   *
   * @param rate - what somebody wants to do
   * @param who - the person or the token
   * @throws PluginError `rate_exceeded`, which says how long to wait
   */
  take(rate: RateName, who: string): void;
}

/** So many are remembered before those are forgotten whose allowance is full again. */
const MAX_REMEMBERED = 1_000;

/**
 * Makes a limiter for this process: several instances of Strapi count for themselves.
 *
 * @param deps - the limits, and a clock that only goes forward
 */
export const createRateLimiter = ({
  limits,
  monotonicNow,
}: {
  readonly limits: Pick<Settings['limits'], RateName>;
  readonly monotonicNow: () => number;
}): RateLimiter => {
  const allowances = new Map<string, { readonly rate: RateName; readonly allowance: Allowance }>();

  const forgetFull = (nowMs: number): void => {
    for (const [key, { rate, allowance }] of allowances) {
      if (isFull(allowance, limits[rate], nowMs)) allowances.delete(key);
    }
  };

  return {
    take: (rate, who) => {
      const nowMs = monotonicNow();
      if (allowances.size >= MAX_REMEMBERED) forgetFull(nowMs);
      const key = `${rate} ${who}`;
      const { allowance, waitMs } = takeTurn(allowances.get(key)?.allowance, limits[rate], nowMs);
      allowances.set(key, { rate, allowance });
      if (waitMs === 0) return;
      const retryAfterSeconds = Math.ceil(waitMs / 1000);
      throw new PluginError('rate_exceeded', {
        detail: `${limits[rate]} a minute are allowed (the setting limits.${rate}); try again in ${retryAfterSeconds} s`,
        retryAfterSeconds,
      });
    },
  };
};
