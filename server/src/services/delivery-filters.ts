import type { DeliveryFilters } from '../contracts/delivery';
import { scopesOf, type DeliveryFilter, type DeliveryOwner } from '../domain/delivery-filter';
import { isDeliveryId, isWebhookId } from '../domain/ids';
import { PluginError } from '../errors/plugin-error';
import type { DeliveryConditions, DeliveryPosition } from '../pipeline/ports';

/**
 * Turns filters into what the store asks for.
 *
 * @param filters - checked filters
 * @param owners - the webhooks whose deliveries may be meant
 */
export const conditionsOf = (
  filters: DeliveryFilters,
  owners: readonly DeliveryOwner[],
): DeliveryConditions => {
  const { webhookId, states, ...rest } = filterOf(filters);
  return { ...rest, scopes: scopesOf({ webhookId, states }, owners) };
};

const filterOf = (filters: DeliveryFilters): DeliveryFilter => ({
  webhookId:
    filters.webhookId !== undefined && isWebhookId(filters.webhookId)
      ? filters.webhookId
      : undefined,
  states: filters.state,
  topics: filters.topic,
  uids: filters.uid,
  documentId: filters.documentId,
  locale: filters.locale,
  statusCodes: filters.statusCode,
  createdFromMs: instantMs(filters.createdFrom),
  createdToMs: instantMs(filters.createdTo),
  text: filters.text,
});

const instantMs = (instant: string | undefined): number | undefined =>
  instant === undefined ? undefined : Date.parse(instant);

/** A place in the log as callers carry it: not theirs to read. */
export const cursorOf = ({ createdAtMs, id }: DeliveryPosition): string =>
  Buffer.from(`${createdAtMs.toString(36)}.${id.slice('dlv_'.length)}`).toString('base64url');

/** @throws PluginError `query_invalid` for what no page gave */
export const positionOf = (cursor: string): DeliveryPosition => {
  const [instant = '', rest = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('.');
  const id = `dlv_${rest}`;
  const createdAtMs = Number.parseInt(instant, 36);
  if (!isDeliveryId(id) || !Number.isSafeInteger(createdAtMs)) {
    throw new PluginError('query_invalid', {
      faults: [{ path: ['cursor'], message: 'must be the nextCursor of the page before' }],
    });
  }
  return { createdAtMs, id };
};
