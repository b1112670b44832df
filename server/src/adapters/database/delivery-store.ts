import type { DeliveryStore } from '../../pipeline/ports';
import { createDeliveryClaims } from './delivery-claims';
import { createDeliveryLog } from './delivery-log';
import { createDeliveryOrder } from './delivery-order';
import { createDeliverySearch } from './delivery-search';
import type { Executor } from './executor';
import type { StoreContext } from './store-context';

/**
 * The deliveries' store.
 *
 * @param executor - what makes the statements
 */
export const createDeliveryStore = (executor: Executor, context: StoreContext): DeliveryStore => {
  const { openLines, standInLine, leaveLine } = createDeliveryOrder(executor, context);
  return Object.assign(
    createDeliveryLog(executor, context),
    createDeliveryClaims(executor, context),
    createDeliverySearch(executor, context),
    { openLines, standInLine, leaveLine },
  );
};
