import { createEventId, type EventId } from '../../domain/ids';
import type { Surroundings } from '../../pipeline/ports';

const MAX_COUNT = 0xfff;

/**
 * Makes event ids that grow in the order of making, also within one millisecond and when the clock is set
 * back: the events of one action are delivered in its order.
 *
 * @param surroundings - the clock and the chance that ids are made of
 */
export const createEventIds = (
  surroundings: Pick<Surroundings, 'now' | 'randomBytes'>,
): (() => EventId) => {
  let latestMs = 0;
  let count = 0;
  return () => {
    const nowMs = surroundings.now();
    if (nowMs > latestMs) {
      latestMs = nowMs;
      count = 0;
    } else if (count < MAX_COUNT) {
      count += 1;
    } else {
      latestMs += 1;
      count = 0;
    }
    const random = Uint8Array.from(surroundings.randomBytes(10));
    random[0] = count >> 8;
    random[1] = count & 0xff;
    return createEventId(latestMs, random);
  };
};
