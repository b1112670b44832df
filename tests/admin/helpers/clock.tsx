import { act } from '@testing-library/react';

/**
 * Gives the tests of a file or a `describe` a clock that goes on by itself, and that they can move on: what a screen
 * does every few seconds is then nothing that anybody waits for. While something is looked for, it moves on too.
 */
export const ownClock = (): void => {
  beforeEach(() => void jest.useFakeTimers({ advanceTimers: true }));
  afterEach(() => void jest.useRealTimers());
};

/** Moves the clock of {@link ownClock} on, at once; what was to happen meanwhile happens. */
export const pass = (ms: number): Promise<void> =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
  });
