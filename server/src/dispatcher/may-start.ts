import type { WebhookWithSecret } from '../pipeline/ports';
import { timeoutOf, type DeliverySettings } from '../pipeline/webhook-policy';
import type { LeasedDelivery } from '../pipeline/work';

/**
 * Tells whether what is scheduled has to wait with what is known of its receiver: it wants silence, or is turned off.
 *
 * @param work - the delivery, leased by this process
 * @param webhook - its receiver as it is now
 * @param nowMs - the database's time
 */
export const isHeldBack = (
  { delivery }: LeasedDelivery,
  webhook: WebhookWithSecret,
  nowMs: number,
): boolean => {
  const isSilent = (webhook.notBeforeMs ?? 0) > nowMs;
  return delivery.leaseTrigger === 'scheduled' && (webhook.status !== 'active' || isSilent);
};

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
  work: LeasedDelivery,
  webhook: WebhookWithSecret,
  at: { readonly nowMs: number; readonly leaseLeftMs: number },
  settings: DeliverySettings,
): boolean => !isHeldBack(work, webhook, at.nowMs) && timeoutOf(settings, webhook) < at.leaseLeftMs;
