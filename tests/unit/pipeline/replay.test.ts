import { countOnTheWay } from '../../../server/src/pipeline/replay';
import type { Delivery } from '../../../server/src/domain/delivery';
import type { DeliverySearch } from '../../../server/src/pipeline/ports';
import { aDelivery } from '../../helpers/builders';

const WANTED = [3, 199, 200, 450];
const ALL = Array.from({ length: 500 }, (_, index) =>
  aDelivery({ createdAtMs: index, manualAtMs: WANTED.includes(index) ? 1 : null }),
);

/** A log that is read page by page. */
const logOf = (all: readonly Delivery[]): DeliverySearch => ({
  search: ({ after, limit }) => {
    const from = after === null ? 0 : after.createdAtMs + 1;
    return Promise.resolve(all.slice(from, from + limit));
  },
  count: () => Promise.resolve(all.length),
});

describe('what a replay has still to do', () => {
  it.each([
    [1000, 4],
    [500, 4],
    [450, 3],
    [200, 2],
    [3, 0],
  ])('is counted among the %d oldest: %d', async (limit, count) => {
    expect(await countOnTheWay(logOf(ALL), { scopes: [] }, limit)).toBe(count);
  });
});
