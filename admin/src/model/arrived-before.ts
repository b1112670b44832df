import type { DeliveryView } from '../../../server/src/contracts/delivery';

/**
 * Whether a delivery had arrived before its last attempt failed. What has arrived stays so, also when somebody sends
 * it again: without words, the failure beside the success is a riddle.
 *
 * @param delivery - as the list or the detail has it
 */
export const hasArrivedBefore = ({
  state,
  lastError,
}: Pick<DeliveryView, 'state' | 'lastError'>): boolean =>
  state === 'succeeded' && lastError !== null;
