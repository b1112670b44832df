import { z } from 'zod';
import {
  ACTOR_KINDS,
  AUDIT_ACTIONS,
  type AuditEntry,
  type NewAuditEntry,
} from '../../domain/audit';
import { isWebhookId } from '../../domain/ids';
import {
  readCheckedNumber,
  readInteger,
  readNullableText,
  readOneOf,
  readText,
  storable,
  type NewRow,
  type Row,
} from './rows';

const MAX_NAME_LENGTH = 255;

/** All columns but the id and the time, which the database gives. */
export const auditRow = ({
  webhookId,
  action,
  actor,
  fields = [],
  details = {},
}: NewAuditEntry): NewRow => ({
  webhook_id: webhookId,
  action,
  actor_kind: actor.kind,
  actor_id: actor.id,
  actor_name: actor.name === null ? null : storable(actor.name).slice(0, MAX_NAME_LENGTH),
  fields: storable(JSON.stringify(fields)),
  details: storable(JSON.stringify(details)),
});

const fieldsSchema = z.array(z.string());
const detailsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

export const readAuditEntry = (row: Row): AuditEntry => ({
  id: readInteger(row, 'id'),
  webhookId: readCheckedNumber(row, 'webhook_id', isWebhookId),
  action: readOneOf(row, 'action', AUDIT_ACTIONS),
  actor: {
    kind: readOneOf(row, 'actor_kind', ACTOR_KINDS),
    id: readNullableText(row, 'actor_id'),
    name: readNullableText(row, 'actor_name'),
  },
  fields: fieldsSchema.parse(JSON.parse(readText(row, 'fields'))),
  details: detailsSchema.parse(JSON.parse(readText(row, 'details'))),
  atMs: readInteger(row, 'created_at'),
});
