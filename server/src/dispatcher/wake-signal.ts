/** A bell that a loop waits for: ringing it while nobody waits is remembered. */
export interface WakeSignal {
  ring(): void;
  /** Resolves when the bell rings, or rang since the last wait, or after `delayMs`. */
  wait(delayMs: number): Promise<'rung' | 'timeout'>;
}

/**
 * Makes a bell for one waiter.
 */
export const createWakeSignal = (): WakeSignal => {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: (delayMs) =>
      new Promise((resolve) => {
        const finish = (why: 'rung' | 'timeout'): void => {
          clearTimeout(timer);
          wake = null;
          rung = false;
          resolve(why);
        };
        const timer = setTimeout(() => {
          finish('timeout');
        }, delayMs);
        // The loop must not keep a command such as `strapi console` alive.
        timer.unref();
        wake = () => {
          finish('rung');
        };
        if (rung) finish('rung');
      }),
  };
};
