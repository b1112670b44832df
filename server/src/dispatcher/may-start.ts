import type { WebhookWithSecret } from '../pipeline/ports';
import { timeoutOf, type DeliverySettings } from '../pipeline/webhook-policy';
import type { LeasedDelivery } from '../pipeline/work';

/**
 * Tells whether an attempt may begin with what is known now; a lot can happen between a claim and a free place.
 *
 * @param work - the delivery, leased by this process
 * @param webhook - its receiver as it is now
 * @param at - the database's time, and how much of the lease is left, in milliseconds
 * @returns false when the lease has to be given back: the receiver wants silence or is turned off, or an answer could
 *   come after the lease has ended
 */
export const mayStart = (
  { delivery }: LeasedDelivery,
  webhook: WebhookWithSecret,
  at: { readonly nowMs: number; readonly leaseLeftMs: number },
  settings: DeliverySettings,
): boolean => {
  const isSilent = (webhook.notBeforeMs ?? 0) > at.nowMs;
  const isHeld = delivery.leaseTrigger === 'scheduled' && (webhook.status !== 'active' || isSilent);
  return !isHeld && timeoutOf(settings, webhook) < at.leaseLeftMs;
};
