import { STORED_DELIVERY_STATES, type DeliveryState, type StoredDeliveryState } from './delivery';
import type { WebhookId } from './ids';

/** Which deliveries are meant; every given condition must hold. */
export interface DeliveryFilter {
  readonly webhookId?: WebhookId | undefined;
  /** As people see them. */
  readonly states?: readonly DeliveryState[] | undefined;
  readonly topics?: readonly string[] | undefined;
  readonly exceptTopics?: readonly string[] | undefined;
  readonly uids?: readonly string[] | undefined;
  readonly documentId?: string | undefined;
  readonly locale?: string | undefined;
  /** Of the last response. */
  readonly statusCodes?: readonly number[] | undefined;
  readonly createdFromMs?: number | undefined;
  /** This instant included. */
  readonly createdToMs?: number | undefined;
  /** Looked for in the last error and in the ids of delivery, event and document, whatever the case. */
  readonly text?: string | undefined;
}

/** A webhook that deliveries may belong to, also one that is deleted. */
export interface DeliveryOwner {
  readonly id: WebhookId;
  readonly name: string;
  /** Whether its open deliveries are sent; those of the others are held. */
  readonly isDelivering: boolean;
  readonly isDeleted: boolean;
}

/** Webhooks, and the states of their deliveries that are meant. */
export interface DeliveryScope {
  readonly webhookIds: readonly WebhookId[];
  readonly states: readonly StoredDeliveryState[];
}

/**
 * Says whose deliveries in which stored states a filter means: what people see as `held` is stored as
 * `pending` and follows from the webhook.
 *
 * @param filter - what is meant
 * @param owners - every webhook that may have deliveries
 * @returns scopes that do not overlap
 */
export const scopesOf = (
  { webhookId, states }: Pick<DeliveryFilter, 'webhookId' | 'states'>,
  owners: readonly DeliveryOwner[],
): DeliveryScope[] => {
  const meant = owners.filter(({ id }) => webhookId === undefined || id === webhookId);
  const wanted = (state: DeliveryState): boolean => states?.includes(state) ?? true;
  const scope = (isMeant: (owner: DeliveryOwner) => boolean, open: DeliveryState) => ({
    webhookIds: meant.filter(isMeant).map(({ id }) => id),
    states: STORED_DELIVERY_STATES.filter((state) => wanted(state === 'pending' ? open : state)),
  });
  return [
    scope(({ isDelivering }) => isDelivering, 'pending'),
    scope(({ isDelivering }) => !isDelivering, 'held'),
  ].filter((one) => one.webhookIds.length > 0 && one.states.length > 0);
};
