import type { WebhookView } from '../../../server/src/contracts/webhook';
import type { WebhookHealth } from '../api/webhook-health';

/** How many deliveries are held; capped when nobody counted all of them. */
export interface Held {
  readonly count: number;
  readonly capped: boolean;
}

/**
 * Counts what is held for webhooks: the open deliveries of those that are not active.
 *
 * @param webhooks - the webhooks that are meant
 * @param health - what is known of all of them; undefined while it is not
 * @returns null while nobody knows
 */
export const heldFor = (
  webhooks: readonly Pick<WebhookView, 'id' | 'status'>[],
  health: readonly WebhookHealth[] | undefined,
): Held | null => {
  if (health === undefined) return null;
  const stopped = new Set(webhooks.filter(({ status }) => status !== 'active').map(({ id }) => id));
  const counted = health.filter(({ webhookId }) => stopped.has(webhookId));
  return {
    count: counted.reduce((sum, { openCount }) => sum + openCount, 0),
    capped: counted.some(({ openCountIsCapped }) => openCountIsCapped),
  };
};
