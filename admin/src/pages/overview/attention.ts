import type { WebhookView } from '../../../../server/src/contracts/webhook';
import type { WebhookHealth } from '../../api/webhook-health';

/** How many failed deliveries in 24 hours are many, and which share of all. */
const MANY = 5;
const SHARE = 0.2;

/** Something that a person should look at. */
export interface Attention {
  readonly webhook: WebhookView;
  readonly kind: 'disabled' | 'secret' | 'failing' | 'retrying' | 'held';
  /** How many failures, or how many wait or are held. */
  readonly count: number;
}

const ORDER: readonly Attention['kind'][] = ['disabled', 'secret', 'failing', 'retrying', 'held'];

const failuresOf = (health: WebhookHealth | undefined): number => {
  const hours = health?.last24h ?? [];
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const all = hours.reduce((sum, hour) => sum + hour.succeeded, failed);
  return failed >= MANY && failed >= all * SHARE ? failed : 0;
};

/** How many deliveries wait while the newest attempt failed. */
const retriesOf = (health: WebhookHealth | undefined): number => {
  const last = health?.lastDelivery ?? null;
  return health !== undefined && last?.state === 'pending' && last.error !== null
    ? health.openCount
    : 0;
};

/**
 * Finds what needs attention now, the worst first.
 *
 * @param webhooks - all of them
 * @param health - how they have been doing; one that is not among them is too new
 */
export const attentionOf = (
  webhooks: readonly WebhookView[],
  health: readonly WebhookHealth[],
): readonly Attention[] =>
  webhooks
    .flatMap((webhook): Attention[] => {
      const own = health.find(({ webhookId }) => webhookId === webhook.id);
      const failures = failuresOf(own);
      const held = webhook.status === 'active' ? 0 : (own?.openCount ?? 0);
      const isDisabled = webhook.status === 'disabled';
      const retries = webhook.status === 'active' && failures === 0 ? retriesOf(own) : 0;
      return [
        ...(isDisabled ? [{ webhook, kind: 'disabled' as const, count: held }] : []),
        ...(webhook.secretFault === null ? [] : [{ webhook, kind: 'secret' as const, count: 0 }]),
        ...(failures > 0 && !isDisabled
          ? [{ webhook, kind: 'failing' as const, count: failures }]
          : []),
        ...(retries > 0 ? [{ webhook, kind: 'retrying' as const, count: retries }] : []),
        ...(held > 0 && !isDisabled ? [{ webhook, kind: 'held' as const, count: held }] : []),
      ];
    })
    .toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
