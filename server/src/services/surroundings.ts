import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Surroundings } from '../pipeline/ports';

/** The real clocks and the real chance. */
export const realSurroundings: Surroundings = {
  now: () => Date.now(),
  monotonicNow: () => performance.now(),
  random: () => Math.random(),
  randomBytes: (count) => randomBytes(count),
};
