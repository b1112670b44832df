import type { WebhookView } from '../../../../server/src/contracts/webhook';
import type { WebhookHealth } from '../../api/webhook-health';
import { isCountedRedirect } from '../../model/redirect';

/** How many failed deliveries in 24 hours are many, and which share of all. */
const MANY = 5;
const SHARE = 0.2;

/** Something that a person should look at. */
export interface Attention {
  readonly webhook: WebhookView;
  readonly kind:
    'disabled' | 'secret' | 'redirected' | 'failing' | 'failing-in-a-row' | 'retrying' | 'held';
  /** How many failures, or how many wait or are held. */
  readonly count: number;
  /** There may be more. */
  readonly capped: boolean;
}

const ORDER: readonly Attention['kind'][] = [
  'disabled',
  'secret',
  'redirected',
  'failing',
  'failing-in-a-row',
  'retrying',
  'held',
];

interface Finding {
  readonly kind: Attention['kind'];
  readonly count: number;
  readonly capped?: boolean;
}

/** What tells that the receiver does not take what it is sent: one thing, the surest first. */
const troubleOf = (webhook: WebhookView, health: WebhookHealth | undefined): Finding | null => {
  const hours = health?.last24h ?? [];
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const all = hours.reduce((sum, hour) => sum + hour.succeeded, failed);
  if (failed >= MANY && failed >= all * SHARE) return { kind: 'failing', count: failed };
  if (webhook.failureCount > 0) return { kind: 'failing-in-a-row', count: webhook.failureCount };
  if (webhook.status === 'active' && health !== undefined && health.retryingCount > 0) {
    const { retryingCount: count, retryingCountIsCapped: capped } = health;
    return { kind: 'retrying', count, capped };
  }
  return failed > 0 && failed === all ? { kind: 'failing', count: failed } : null;
};

/** It counts as delivered, and nobody gets it: no number tells of that. */
const isSentElsewhere = ({ status }: WebhookView, health: WebhookHealth | undefined): boolean => {
  const last = health?.lastDelivery ?? null;
  return status === 'active' && last !== null && isCountedRedirect(last);
};

const findingsOf = (webhook: WebhookView, health: WebhookHealth | undefined): Finding[] => {
  const isDisabled = webhook.status === 'disabled';
  const count = webhook.status === 'active' ? 0 : (health?.openCount ?? 0);
  const held = { count, capped: health?.openCountIsCapped ?? false };
  const trouble = isDisabled ? null : troubleOf(webhook, health);
  return [
    ...(isDisabled ? [{ kind: 'disabled' as const, ...held }] : []),
    ...(webhook.secretFault === null ? [] : [{ kind: 'secret' as const, count: 0 }]),
    ...(isSentElsewhere(webhook, health) ? [{ kind: 'redirected' as const, count: 0 }] : []),
    ...(trouble === null ? [] : [trouble]),
    ...(count > 0 && !isDisabled ? [{ kind: 'held' as const, ...held }] : []),
  ];
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
    .flatMap((webhook) =>
      findingsOf(
        webhook,
        health.find(({ webhookId }) => webhookId === webhook.id),
      ).map(({ capped = false, ...finding }): Attention => ({ webhook, ...finding, capped })),
    )
    .toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
