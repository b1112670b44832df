import { setTimeout as pause } from 'node:timers/promises';

/**
 * Reads again and again until a condition holds.
 *
 * @param read - what to look at
 * @param condition - what it must be like
 * @param what - for the error message
 * @param timeoutMs - after this long the test fails with what was read last
 */
export const waitUntil = async <T>(
  read: () => Promise<T> | T,
  condition: (value: T) => boolean,
  what: string,
  timeoutMs = 10_000,
): Promise<T> => {
  const endsAtMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (condition(value)) return value;
    if (performance.now() > endsAtMs) {
      throw new Error(
        `waited ${timeoutMs} ms for ${what}; last seen: ${JSON.stringify(value, null, 1)}`,
      );
    }
    await pause(15);
  }
};
