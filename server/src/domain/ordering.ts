import { createHash } from 'node:crypto';
import type { WebhookId } from './ids';
import type { DeliveryOptions } from './webhook';

declare const brand: unique symbol;

/** Names one line: the open deliveries of one document to one webhook, in the order of their sequence. */
export type OrderKey = string & { readonly [brand]: 'OrderKey' };

const ORDER_KEY = /^[\w-]{22}$/;

export const isOrderKey = (value: string): value is OrderKey => ORDER_KEY.test(value);

/** What a delivery is about. */
export interface Subject {
  readonly webhookId: WebhookId;
  readonly uid: string | null;
  readonly documentId: string | null;
}

/**
 * Tells which deliveries wait for each other. The locale is not part of it: one save can change all
 * locales of a document, and deleting the document ends every one of them.
 *
 * @param subject - the webhook and the document
 * @returns the line's name, 22 characters; null for what is about no document
 */
export const orderKeyOf = ({ webhookId, uid, documentId }: Subject): OrderKey | null => {
  if (documentId === null) return null;
  const digest = createHash('sha256').update(JSON.stringify([webhookId, uid, documentId]));
  const key = digest.digest('base64url').slice(0, 22);
  if (!isOrderKey(key)) throw new RangeError(`not an order key: ${key}`);
  return key;
};

/** Whether a webhook wants the deliveries of each document one after the other. */
export const keepsOrder = ({ options }: { readonly options: DeliveryOptions }): boolean =>
  options.ordering === 'document';
