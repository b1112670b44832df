import { createHmac } from 'node:crypto';

/**
 * Signs a body as WooCommerce does: base64 of HMAC-SHA256 over the exact bytes.
 *
 * @param secret - the webhook's secret; its UTF-8 bytes are the key
 * @param body - the bytes that are sent
 * @returns the value of `X-WC-Webhook-Signature`
 */
export const signWooCommerce = (secret: string, body: Uint8Array): string =>
  createHmac('sha256', Buffer.from(secret, 'utf8')).update(body).digest('base64');

/** What Standard Webhooks signs beside the body. */
export interface StandardSignatureInput {
  /** The message id, the event's id here. */
  readonly id: string;
  /** Unix seconds of this attempt. */
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/**
 * Signs a message as Standard Webhooks 1.0.0 does, once for every key.
 *
 * @param keys - raw key bytes, newest first; several while a secret rotates
 * @param input - id, timestamp and body
 * @returns the value of `webhook-signature`, space-separated
 */
export const signStandard = (keys: readonly Uint8Array[], input: StandardSignatureInput): string =>
  keys
    .map((key) => {
      const digest = createHmac('sha256', key)
        .update(`${input.id}.${input.timestampSeconds}.`)
        .update(input.body)
        .digest('base64');
      return `v1,${digest}`;
    })
    .join(' ');
