import type { WebhookHealth } from '../../../admin/src/api/webhook-health';
import type { ContentTypeView } from '../../../server/src/contracts/content-type';
import type { AttemptView, DeliveryView } from '../../../server/src/contracts/delivery';
import type { StatsView } from '../../../server/src/contracts/stats';
import type { WebhookView } from '../../../server/src/contracts/webhook';

/** A webhook as the server shows it. */
export const webhook = (id: number, changes: Partial<WebhookView> = {}): WebhookView => ({
  id,
  name: `w${id}`,
  key: null,
  managedBy: 'api',
  status: 'active',
  pausedReason: null,
  topics: ['*'],
  contentTypes: '*',
  deliveryUrl: 'https://example.com',
  headers: {},
  sensitiveHeaders: [],
  retrySchedule: null,
  timeoutMs: null,
  concurrency: null,
  maxConsecutiveFailures: null,
  signatureFormats: null,
  ordering: 'none',
  failureCount: 0,
  disabledReason: null,
  disabledMessage: null,
  disabledAt: null,
  secretFault: null,
  previousSecretExpiresAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...changes,
});

/** A content type with drafts, as the server shows it. */
export const contentType = (
  uid: string,
  displayName: string,
  changes: Partial<ContentTypeView> = {},
): ContentTypeView => ({
  uid,
  displayName,
  kind: 'collectionType',
  draftAndPublish: true,
  ...changes,
});

/** How a webhook has been doing: what is open, and what became of the rest in the last 24 hours. */
export const health = (
  webhookId: number,
  openCount: number,
  succeeded = 0,
  failed = 0,
): WebhookHealth => ({
  webhookId,
  openCount,
  openCountIsCapped: false,
  retryingCount: 0,
  retryingCountIsCapped: false,
  lastDelivery: null,
  last24h: [{ at: '2026-01-10T00:00:00.000Z', succeeded, failed }],
});

/** A delivery as the server shows it. */
export const delivery = (id: string, changes: Partial<DeliveryView> = {}): DeliveryView => ({
  id,
  eventId: `evt_of_${id}`,
  webhookId: 1,
  webhookName: 'CRM',
  topic: 'entry.publish',
  uid: 'api::article.article',
  documentId: 'doc',
  locale: null,
  state: 'failed',
  sequence: 1,
  attemptCount: 1,
  nextAttemptAt: null,
  inFlight: false,
  waitsForEarlier: false,
  lastStatusCode: 500,
  lastError: 'HTTP 500',
  discardReason: null,
  createdAt: '2026-01-10T00:00:00.000Z',
  finishedAt: '2026-01-10T00:00:01.000Z',
  ...changes,
});

/** An HTTP try as the server shows it. */
export const attempt = (changes: Partial<AttemptView> = {}): AttemptView => ({
  number: 1,
  trigger: 'manual',
  outcome: 'success',
  startedAt: '2026-01-10T00:00:00.000Z',
  durationMs: 85,
  request: { method: 'POST', url: 'https://example.com', headers: {} },
  response: { status: 200, headers: {}, body: null, bodyTruncated: false },
  error: null,
  late: false,
  ...changes,
});

const NOTHING = {
  pending: 0,
  held: 0,
  succeeded: 0,
  failed: 0,
  discarded: 0,
  attempts: 0,
  latencyMs: null,
};

/** The numbers of a period in which this many deliveries succeeded. */
export const stats = (bucket: StatsView['bucket'], succeeded: number): StatsView => ({
  from: '2026-01-09T00:00:00.000Z',
  to: '2026-01-10T00:00:00.000Z',
  bucket,
  totals: { ...NOTHING, succeeded, attempts: succeeded },
  buckets: [{ at: '2026-01-09T00:00:00.000Z', ...NOTHING, succeeded, attempts: succeeded }],
});

/** Wraps one thing, or what has no pages, as the server does. */
export const answer = <Data,>(data: Data) => ({ data });

/** A page of webhooks that has all of them. */
export const pageOf = (webhooks: readonly WebhookView[]) => ({
  data: webhooks,
  meta: { pagination: { page: 1, pageSize: 20, pageCount: 1, total: webhooks.length } },
});

/** A page of deliveries, the last one. */
export const cursorPageOf = (deliveries: readonly DeliveryView[]) => ({
  data: deliveries,
  meta: { pagination: { limit: 25, nextCursor: null } },
});
