import { AsyncLocalStorage } from 'node:async_hooks';

/** The switch behind `withoutWebhooks`; it follows the caller's async context. */
export interface Mute {
  isMuted(): boolean;
  withoutWebhooks<T>(work: () => T): T;
}

/** Makes a switch that is off. */
export const createMute = (): Mute => {
  const muted = new AsyncLocalStorage<true>();
  return {
    isMuted: () => muted.getStore() === true,
    withoutWebhooks: (work) => muted.run(true, work),
  };
};
