import type { Delivery } from '../../server/src/domain/delivery';
import type { WebhookWithSecret } from '../../server/src/pipeline/ports';
import {
  createEventId,
  deliveryIdOf,
  isWebhookId,
  type WebhookId,
} from '../../server/src/domain/ids';

/** A webhook id out of a plain number. */
export const webhookId = (id: number): WebhookId => {
  if (!isWebhookId(id)) throw new RangeError(`not a webhook id: ${id}`);
  return id;
};

const eventId = createEventId(1_700_000_000_000, new Uint8Array(10).fill(1));

/** A pending delivery with whatever a test cares about. */
export const aDelivery = (over: Partial<Delivery> = {}): Delivery => ({
  id: deliveryIdOf(eventId, webhookId(1)),
  eventId,
  webhookId: webhookId(1),
  topic: 'entry.publish',
  uid: 'api::article.article',
  documentId: 'doc',
  locale: 'en',
  state: 'pending',
  sequence: 1,
  attemptCount: 1,
  failedAttemptCount: 0,
  interruptedCount: 0,
  dueAtMs: 1_700_000_000_000,
  manualAtMs: null,
  orderKey: null,
  waitsForEarlier: false,
  leaseOwner: null,
  leaseUntilMs: null,
  leaseTrigger: null,
  lastStatusCode: null,
  lastError: null,
  discardReason: null,
  createdAtMs: 1_700_000_000_000,
  finishedAtMs: null,
  ...over,
});

/** An active webhook with whatever a test cares about. */
export const aWebhook = ({
  id = 1,
  ...over
}: Partial<Omit<WebhookWithSecret, 'id'>> & { readonly id?: number } = {}): WebhookWithSecret => ({
  id: webhookId(id),
  key: null,
  declaredStatus: null,
  name: `Webhook ${id}`,
  status: 'active',
  pausedReason: null,
  topics: ['*'],
  contentTypes: null,
  deliveryUrl: 'https://example.com/hook',
  headers: [],
  options: {},
  failureCount: 0,
  disabledReason: null,
  disabledMessage: null,
  disabledAtMs: null,
  notBeforeMs: null,
  createdAtMs: 1_700_000_000_000,
  updatedAtMs: 1_700_000_000_000,
  secrets: ['whsec_test'],
  previousSecrets: [],
  secretFault: null,
  ...over,
});
