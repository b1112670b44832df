import { z } from 'zod';
import type { DeliveryOwner } from '../../domain/delivery-filter';
import { isWebhookId } from '../../domain/ids';
import {
  DISABLED_REASONS,
  ORDERINGS,
  PAUSED_REASONS,
  SIGNATURE_FORMATS,
  WEBHOOK_STATUSES,
  isDelivering,
  type DeliveryOptions,
  type PausedReason,
  type WebhookStatus,
} from '../../domain/webhook';
import type { SecretBox, WebhookHealth, WebhookWithSecret } from '../../pipeline/ports';
import {
  readCheckedNumber,
  readInteger,
  readNullableInteger,
  readNullableOneOf,
  readNullableText,
  readOneOf,
  readText,
  type Row,
} from './rows';
import { openHeaders, openPrevious, openSecrets, openUrl, type UrlColumns } from './sealing';

const listSchema = z.array(z.string());

const optionsSchema = z.object({
  retrySchedule: z.array(z.number()).optional(),
  timeoutMs: z.number().optional(),
  concurrency: z.number().optional(),
  maxConsecutiveFailures: z.number().optional(),
  signatureFormats: z.array(z.enum(SIGNATURE_FORMATS)).optional(),
  ordering: z.enum(ORDERINGS).optional(),
}) satisfies z.ZodType<DeliveryOptions>;

/** What a webhook sets differently from the settings. */
export const readOptions = (row: Row): DeliveryOptions =>
  optionsSchema.parse(JSON.parse(readText(row, 'options')));

const readList = (row: Row, column: string): string[] =>
  listSchema.parse(JSON.parse(readText(row, column)));

/** Before the column was there, only a person could pause. */
const readPausedReason = (row: Row, status: WebhookStatus): PausedReason | null =>
  status === 'paused'
    ? (readNullableOneOf(row, 'paused_reason', PAUSED_REASONS) ?? 'person')
    : null;

export const readUrlColumns = (row: Row): UrlColumns => ({
  delivery_url: readText(row, 'delivery_url'),
  sealed_delivery_url: readNullableText(row, 'sealed_delivery_url'),
});

export const readWebhook = (row: Row, box: SecretBox): WebhookWithSecret => {
  const id = readCheckedNumber(row, 'id', isWebhookId);
  const secrets = openSecrets(box, id, readText(row, 'secret'));
  const previous = openPrevious(box, id, readNullableText(row, 'previous_secrets'));
  const headers = openHeaders(box, id, readText(row, 'headers'));
  const url = openUrl(box, id, readUrlColumns(row));
  const status = readOneOf(row, 'status', WEBHOOK_STATUSES);
  return {
    id,
    key: readNullableText(row, 'config_key'),
    declaredStatus: readNullableOneOf(row, 'declared_status', ['active', 'paused']),
    name: readText(row, 'name'),
    status,
    pausedReason: readPausedReason(row, status),
    topics: readList(row, 'topics'),
    contentTypes: row['content_types'] === null ? null : readList(row, 'content_types'),
    deliveryUrl: url.value,
    headers: headers.value,
    options: readOptions(row),
    failureCount: readInteger(row, 'failure_count'),
    disabledReason: readNullableOneOf(row, 'disabled_reason', DISABLED_REASONS),
    disabledMessage: readNullableText(row, 'disabled_message'),
    disabledAtMs: readNullableInteger(row, 'disabled_at'),
    notBeforeMs: readNullableInteger(row, 'not_before_at'),
    createdAtMs: readInteger(row, 'created_at'),
    updatedAtMs: readInteger(row, 'updated_at'),
    secrets: secrets.value,
    previousSecrets: previous.value,
    secretFault: secrets.fault ?? previous.fault ?? headers.fault ?? url.fault,
  };
};

export const readOwner = (row: Row, box: SecretBox): DeliveryOwner => {
  const isDeleted = row['deleted_at'] !== null;
  return {
    id: readCheckedNumber(row, 'id', isWebhookId),
    name: readText(row, 'name'),
    isDelivering: !isDeleted && isDelivering(readWebhook(row, box)),
    isDeleted,
  };
};

export const readHealth = (row: Row): WebhookHealth => ({
  id: readCheckedNumber(row, 'id', isWebhookId),
  name: readText(row, 'name'),
  status: readOneOf(row, 'status', WEBHOOK_STATUSES),
  failureCount: readInteger(row, 'failure_count'),
  lastFailureAtMs: readNullableInteger(row, 'last_failure_at'),
  notBeforeMs: readNullableInteger(row, 'not_before_at'),
});
