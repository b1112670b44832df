import { isJump, jumpOf } from '../domain/clock-jump';
import type { Stores } from './ports';

/**
 * Moves leases and due times along when the database's clock has jumped. Otherwise a jump back would hold up for hours
 * what waits, and a jump forward would end the leases of attempts that are on the wire. Whoever sees it first does it.
 *
 * @param stores - over the transaction that goes by `nowMs` from here on
 * @param nowMs - what the clock shows
 * @param expectedMs - what it should show by what this process saw before; null for a process that has just started
 * @returns by how much it has jumped, in milliseconds; 0 when it did not, or somebody else has moved all
 */
export const followClock = async (
  { clock }: Pick<Stores, 'clock'>,
  nowMs: number,
  expectedMs: number | null,
): Promise<number> => {
  if (expectedMs !== null && !isJump(nowMs, expectedMs)) return 0;
  const jumpMs = jumpOf({ nowMs, expectedMs, notedMs: await clock.lockNoted() });
  if (jumpMs !== 0) await clock.follow(jumpMs, nowMs);
  return jumpMs;
};
