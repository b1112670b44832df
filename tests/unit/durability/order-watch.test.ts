import { watchOrder, type OrderWatch } from '../../helpers/order-watch';

const at = (documentId: string | undefined, sequence: number) => ({ documentId, sequence });

let watch: OrderWatch;
beforeEach(() => {
  watch = watchOrder();
});

it('finds nothing when each waits for the one before it, and is repeated before the next', () => {
  for (const sequence of [1, 1, 4, 4, 9]) {
    watch.arrived(at('a', sequence));
    watch.answered(at('a', sequence));
  }
  expect(watch.outOfOrder).toEqual([]);
});

it('lets other documents, and what is about none, go on', () => {
  watch.arrived(at('a', 3));
  watch.arrived(at('b', 1));
  watch.arrived(at(undefined, 2));
  watch.arrived(at(undefined, 1));
  expect(watch.outOfOrder).toEqual([]);
});

it('finds a delivery that did not wait for the answer to an earlier one', () => {
  watch.arrived(at('a', 1));
  watch.arrived(at('a', 2));
  expect(watch.outOfOrder).toEqual(['a: number 2 did not wait for number 1']);
});

it('finds an earlier delivery that came, or came again, after a later one', () => {
  watch.arrived(at('a', 1));
  watch.answered(at('a', 1));
  watch.arrived(at('a', 2));
  watch.answered(at('a', 2));
  watch.arrived(at('a', 1));
  expect(watch.outOfOrder).toEqual(['a: number 1 came after number 2']);
});
