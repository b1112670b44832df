import {
  ATTEMPT_TRIGGERS,
  DISCARD_REASONS,
  STORED_DELIVERY_STATES,
  type Delivery,
} from '../../domain/delivery';
import { isDeliveryId, isEventId, isWebhookId } from '../../domain/ids';
import { isOrderKey } from '../../domain/ordering';
import type { NewDelivery } from '../../pipeline/ports';
import {
  readChecked,
  readCheckedNumber,
  readInteger,
  readNullableInteger,
  readNullableOneOf,
  readNullableText,
  readOneOf,
  readText,
  storable,
  wholeMs,
  type NewRow,
  type Row,
} from './rows';
import { isWaiting, readInstant, WAITING_MS } from './waiting';

export const readDelivery = (row: Row): Delivery => ({
  id: readChecked(row, 'id', isDeliveryId),
  eventId: readChecked(row, 'event_id', isEventId),
  webhookId: readCheckedNumber(row, 'webhook_id', isWebhookId),
  topic: readText(row, 'topic'),
  uid: readNullableText(row, 'uid'),
  documentId: readNullableText(row, 'document_id'),
  locale: readNullableText(row, 'locale'),
  state: readOneOf(row, 'state', STORED_DELIVERY_STATES),
  sequence: readInteger(row, 'sequence'),
  attemptCount: readInteger(row, 'attempt_count'),
  failedAttemptCount: readInteger(row, 'failed_attempt_count'),
  interruptedCount: readInteger(row, 'interrupted_count'),
  dueAtMs: readInstant(row, 'due_at'),
  manualAtMs: readInstant(row, 'manual_at'),
  orderKey: row['order_key'] === null ? null : readChecked(row, 'order_key', isOrderKey),
  waitsForEarlier: isWaiting(row),
  leaseOwner: readNullableText(row, 'lease_owner'),
  leaseUntilMs: readNullableInteger(row, 'lease_until'),
  leaseTrigger: readNullableOneOf(row, 'lease_trigger', ATTEMPT_TRIGGERS),
  lastStatusCode: readNullableInteger(row, 'last_status_code'),
  lastError: readNullableText(row, 'last_error'),
  discardReason: readNullableOneOf(row, 'discard_reason', DISCARD_REASONS),
  createdAtMs: readInteger(row, 'created_at'),
  finishedAtMs: readNullableInteger(row, 'finished_at'),
});

/** PostgreSQL refuses a row whose index entry is longer than 2,704 bytes, and three of these share one. */
const MAX_INDEXED_BYTES = 768;

/** What is longer is no id of Strapi's; the event's body has it all the same. */
const indexable = (text: string | null): string | null =>
  text === null || Buffer.byteLength(text) > MAX_INDEXED_BYTES ? null : storable(text);

export const deliveryRow = (delivery: NewDelivery): NewRow => {
  const { lease } = delivery;
  // A delivery that begins with a manual attempt is a test: no schedule stands behind it.
  const isManual = lease?.trigger === 'manual';
  const dueAtMs = delivery.dueAtMs + (delivery.waitsForEarlier ? WAITING_MS : 0);
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    webhook_id: delivery.webhookId,
    topic: delivery.topic,
    uid: indexable(delivery.uid),
    document_id: indexable(delivery.documentId),
    locale: indexable(delivery.locale),
    state: 'pending',
    sequence: delivery.sequence,
    attempt_count: lease === null ? 0 : 1,
    failed_attempt_count: 0,
    interrupted_count: 0,
    due_at: isManual ? null : wholeMs(lease?.untilMs ?? dueAtMs),
    manual_at: isManual ? wholeMs(lease.untilMs) : null,
    order_key: delivery.orderKey,
    lease_owner: lease?.owner ?? null,
    lease_until: lease === null ? null : wholeMs(lease.untilMs),
    lease_trigger: lease?.trigger ?? null,
    created_at: wholeMs(delivery.createdAtMs),
  };
};
