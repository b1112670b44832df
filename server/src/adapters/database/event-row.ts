import type { Event, EventSummary } from '../../domain/event';
import { isEventId, isWebhookId } from '../../domain/ids';
import {
  readChecked,
  readCheckedNumber,
  readInteger,
  readNullableText,
  readText,
  storableOrNull,
  wholeMs,
  type NewRow,
  type Row,
} from './rows';

export const EVENT_SUMMARY_COLUMNS = [
  'id',
  'topic',
  'uid',
  'model',
  'document_id',
  'locale',
  'body_bytes',
  'occurred_at',
  'only_webhook_id',
] as const;

export const readEventSummary = (row: Row): EventSummary => ({
  id: readChecked(row, 'id', isEventId),
  topic: readText(row, 'topic'),
  uid: readNullableText(row, 'uid'),
  model: readNullableText(row, 'model'),
  documentId: readNullableText(row, 'document_id'),
  locale: readNullableText(row, 'locale'),
  bodyBytes: readInteger(row, 'body_bytes'),
  occurredAtMs: readInteger(row, 'occurred_at'),
  onlyWebhookId:
    row['only_webhook_id'] === null ? null : readCheckedNumber(row, 'only_webhook_id', isWebhookId),
});

export const readEvent = (row: Row): Event => ({
  ...readEventSummary(row),
  body: readText(row, 'body'),
});

export const eventRow = (event: Event): NewRow => ({
  id: event.id,
  topic: event.topic,
  uid: storableOrNull(event.uid),
  model: storableOrNull(event.model),
  document_id: storableOrNull(event.documentId),
  locale: storableOrNull(event.locale),
  body: event.body,
  body_bytes: event.bodyBytes,
  occurred_at: wholeMs(event.occurredAtMs),
  only_webhook_id: event.onlyWebhookId,
  fanned_out: 0,
});
