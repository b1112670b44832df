import type { AttemptView, DeliveryDetail, DeliveryView } from '../contracts/delivery';
import type { WebhookView } from '../contracts/webhook';
import type { Attempt } from '../domain/attempt';
import type { Delivery, DeliveryState } from '../domain/delivery';
import type { DeliveryOwner } from '../domain/delivery-filter';
import { maskUrl } from '../domain/masked-url';
import { MASK } from '../domain/rules/mask';
import { isSensitiveHeader } from '../domain/rules/sensitive-header';
import { stillSigning } from '../domain/secret-rotation';
import { managerOf, type WebhookHeader } from '../domain/webhook';
import type { WebhookWithSecret } from '../pipeline/ports';

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/**
 * Tells whether a header's value must stay hidden: marked so, or known by its name.
 *
 * @param header - a webhook's header
 */
export const isHidden = (header: WebhookHeader): boolean =>
  header.sensitive || isSensitiveHeader(header.name);

/**
 * A webhook as people may see it.
 *
 * @param webhook - with its secrets, which stay behind here
 * @param nowMs - by the database's clock
 */
export const webhookView = (webhook: WebhookWithSecret, nowMs: number): WebhookView => ({
  id: webhook.id,
  key: webhook.key,
  managedBy: managerOf(webhook),
  name: webhook.name,
  status: webhook.status,
  topics: [...webhook.topics],
  contentTypes: webhook.contentTypes === null ? '*' : [...webhook.contentTypes],
  deliveryUrl: maskUrl(webhook.deliveryUrl),
  headers: Object.fromEntries(
    webhook.headers.map((header) => [header.name, isHidden(header) ? MASK : header.value]),
  ),
  sensitiveHeaders: webhook.headers.filter(isHidden).map(({ name }) => name),
  retrySchedule: copyOrNull(webhook.options.retrySchedule),
  timeoutMs: webhook.options.timeoutMs ?? null,
  concurrency: webhook.options.concurrency ?? null,
  maxConsecutiveFailures: webhook.options.maxConsecutiveFailures ?? null,
  signatureFormats: copyOrNull(webhook.options.signatureFormats),
  ordering: webhook.options.ordering ?? 'none',
  pausedReason: webhook.pausedReason,
  failureCount: webhook.failureCount,
  disabledReason: webhook.disabledReason,
  disabledMessage: webhook.disabledMessage,
  disabledAt: isoOrNull(webhook.disabledAtMs),
  secretFault: webhook.secretFault,
  previousSecretExpiresAt: isoOrNull(lastExpiryMs(webhook, nowMs)),
  createdAt: iso(webhook.createdAtMs),
  updatedAt: iso(webhook.updatedAtMs),
});

const lastExpiryMs = (webhook: WebhookWithSecret, nowMs: number): number | null => {
  const ends = stillSigning(webhook, nowMs).map(({ expiresAtMs }) => expiresAtMs);
  return ends.length === 0 ? null : Math.max(...ends);
};

const copyOrNull = <T>(list: readonly T[] | undefined): T[] | null =>
  list === undefined ? null : [...list];

/**
 * The state that people see: an open delivery is held while its webhook is not active, and while no key can
 * read its secrets.
 *
 * @param delivery - the stored delivery
 * @param isSent - whether its webhook delivers, see `isDelivering`
 */
export const shownState = (delivery: Pick<Delivery, 'state'>, isSent: boolean): DeliveryState =>
  delivery.state === 'pending' && !isSent ? 'held' : delivery.state;

/**
 * A delivery as people may see it.
 *
 * @param delivery - the stored delivery
 * @param owner - its webhook; null where that is not known
 */
export const deliveryView = (delivery: Delivery, owner: DeliveryOwner | null): DeliveryView => {
  const state = shownState(delivery, owner?.isDelivering === true);
  const inFlight = delivery.leaseOwner !== null;
  return {
    id: delivery.id,
    eventId: delivery.eventId,
    webhookId: delivery.webhookId,
    webhookName: owner?.name ?? null,
    topic: delivery.topic,
    uid: delivery.uid,
    documentId: delivery.documentId,
    locale: delivery.locale,
    state,
    sequence: delivery.sequence,
    attemptCount: delivery.attemptCount,
    nextAttemptAt:
      inFlight || delivery.waitsForEarlier ? null : isoOrNull(nextAttemptAtMs(delivery, state)),
    inFlight,
    waitsForEarlier: delivery.waitsForEarlier,
    lastStatusCode: delivery.lastStatusCode,
    lastError: delivery.lastError,
    discardReason: state === 'discarded' ? delivery.discardReason : null,
    createdAt: iso(delivery.createdAtMs),
    finishedAt: isoOrNull(delivery.finishedAtMs),
  };
};

const nextAttemptAtMs = (delivery: Delivery, state: DeliveryState): number | null =>
  delivery.manualAtMs ?? (state === 'pending' ? delivery.dueAtMs : null);

/** An attempt as people may see it. */
export const attemptView = (attempt: Attempt): AttemptView => ({
  number: attempt.number,
  trigger: attempt.trigger,
  outcome: attempt.outcome,
  startedAt: iso(attempt.startedAtMs),
  durationMs: attempt.durationMs,
  request:
    attempt.request === null
      ? null
      : { ...attempt.request, headers: { ...attempt.request.headers } },
  response:
    attempt.response === null
      ? null
      : { ...attempt.response, headers: { ...attempt.response.headers } },
  error: attempt.error === null ? null : { ...attempt.error },
  late: attempt.late,
});

/** A delivery with its body and attempts. */
export const deliveryDetail = (
  delivery: Delivery,
  owner: DeliveryOwner | null,
  body: string | null,
  attempts: readonly Attempt[],
): DeliveryDetail => ({
  ...deliveryView(delivery, owner),
  body,
  attempts: attempts.map(attemptView),
});
