import { AsyncLocalStorage } from 'node:async_hooks';
import { isPromise } from 'node:util/types';

/** The switch behind `withoutWebhooks`; it follows the caller's async context until the work has ended. */
export interface Mute {
  isMuted(): boolean;
  /** Whether what is announced now stands for a change of muted work. */
  isMutedAnnouncement(): boolean;
  withoutWebhooks<T>(work: () => T): T;
}

/** One call of `withoutWebhooks`. Timers and workers that began inside of it keep it as their context for ever. */
interface Silence {
  endedAtMs: number | null;
  readonly outer: Silence | undefined;
}

/** Strapi awaits nobody when it announces: what it has to say of muted work can come after its end. */
const ANNOUNCED_WITHIN_MS = 5_000;

/**
 * Makes a switch that is off.
 *
 * @param monotonicNow - a clock, in milliseconds
 */
export const createMute = (monotonicNow: () => number): Mute => {
  const silences = new AsyncLocalStorage<Silence>();

  const mutes = (silence: Silence | undefined, afterEndMs: number): boolean => {
    if (silence === undefined) return false;
    const { endedAtMs, outer } = silence;
    const lasts = endedAtMs === null || monotonicNow() - endedAtMs < afterEndMs;
    return lasts || mutes(outer, afterEndMs);
  };

  return {
    isMuted: () => mutes(silences.getStore(), 0),
    isMutedAnnouncement: () => mutes(silences.getStore(), ANNOUNCED_WITHIN_MS),
    withoutWebhooks: (work) => {
      const silence: Silence = { endedAtMs: null, outer: silences.getStore() };
      const end = (): void => {
        silence.endedAtMs = monotonicNow();
      };
      const result = endingOnThrow(() => silences.run(silence, work), end);
      if (isPromise(result)) void result.then(end, end);
      // A query of knex begins when somebody awaits it, and would begin twice: its end is not known here.
      else if (!isThenable(result)) end();
      return result;
    },
  };
};

const isThenable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value;

const endingOnThrow = <T>(run: () => T, end: () => void): T => {
  try {
    return run();
  } catch (error) {
    end();
    throw error;
  }
};
