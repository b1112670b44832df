import type { Knex } from 'knex';
import type { WebhookId } from '../../domain/ids';
import type { WebhookStatus } from '../../domain/webhook';
import type { SecretBox, WebhookChanges } from '../../pipeline/ports';
import type { Dialect } from './dialect';
import type { Executor } from './executor';
import { sealHeaders, sealSecrets, sealUrl } from './sealing';

type Columns = Record<string, unknown>;

const NOT_DISABLED = { disabled_reason: null, disabled_message: null, disabled_at: null } as const;

/** What an edit writes, but for the status. */
export const editedColumns = (box: SecretBox, id: WebhookId, changes: WebhookChanges): Columns => ({
  ...(changes.name !== undefined && { name: changes.name }),
  ...(changes.topics !== undefined && { topics: JSON.stringify(changes.topics) }),
  ...(changes.contentTypes !== undefined && {
    content_types: changes.contentTypes === null ? null : JSON.stringify(changes.contentTypes),
  }),
  ...(changes.deliveryUrl !== undefined && sealUrl(box, id, changes.deliveryUrl)),
  ...(changes.headers !== undefined && { headers: sealHeaders(box, id, changes.headers) }),
  ...(changes.options !== undefined && { options: JSON.stringify(changes.options) }),
  ...(changes.secret !== undefined && {
    secret: sealSecrets(box, id, [changes.secret]),
    previous_secrets: null,
  }),
});

/** What follows from a status, which may be the one that it has already. */
export const statusColumns = (
  before: WebhookStatus,
  { status, pausedReason = 'person' }: WebhookChanges,
): Columns => {
  if (status === undefined) return {};
  const paused = { paused_reason: status === 'paused' ? pausedReason : null };
  if (status === before) return paused;
  return {
    ...paused,
    status,
    ...(status !== 'disabled' && NOT_DISABLED),
    ...(status === 'active' && { failure_count: 0 }),
  };
};

/** What the settings say of it. */
export const declarationColumns = ({ declaredStatus }: WebhookChanges): Columns =>
  declaredStatus === undefined ? {} : { declared_status: declaredStatus };

/**
 * The instant of an edit: the clock, but always later than the edit before. Two edits within a
 * millisecond, or after the clock went back, would otherwise look like one to whoever compares.
 *
 * @param executor - what makes the statements
 */
export const editedAt = (executor: Executor, { nowMs }: Dialect): Knex.Raw =>
  executor.raw(`case when ${nowMs} > updated_at then ${nowMs} else updated_at + 1 end`);
