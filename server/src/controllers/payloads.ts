import type { AttemptView, DeliveryDetail } from '../contracts/delivery';
import type { DeliveryReadView } from '../contracts/delivery-log';
import type { Caller } from './caller';

/**
 * Tells whether bodies may be shown: to people by their role, to tokens by the scope of the route that
 * is there for it.
 */
export const mayReadPayloads = (caller: Caller): Promise<boolean> =>
  caller.may('deliveries.read-payloads', 'deliveries.readPayload');

/** An attempt as those see it who may not read payloads. */
export const withoutResponseBody = (attempt: AttemptView): AttemptView => ({
  ...attempt,
  response: attempt.response === null ? null : { ...attempt.response, body: null },
});

/** A delivery with or without its bodies. */
export const shownDelivery = (delivery: DeliveryDetail, isOpen: boolean): DeliveryReadView =>
  isOpen
    ? { ...delivery, payloadsHidden: false }
    : {
        ...delivery,
        body: null,
        attempts: delivery.attempts.map(withoutResponseBody),
        payloadsHidden: true,
      };
