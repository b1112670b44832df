import { findHeaderFault, type HeaderFault } from './rules/header';
import { signStandard, signWooCommerce } from './signature';
import { standardKeyOf } from './secret';
import { eventOf, resourceOf } from './rules/topic';
import type { DeliveryId, EventId, WebhookId } from './ids';
import type { SignatureFormat } from './webhook';

const FAULT_WORDS: Readonly<Record<HeaderFault, string>> = {
  'invalid-name': 'its name has characters that HTTP does not allow',
  reserved: 'it is set by the plugin itself',
  'invalid-value':
    'its value has characters that HTTP does not allow (line breaks, control or non-Latin-1 characters)',
};

/**
 * Says what is wrong with a header that somebody wants to send, whatever its length.
 *
 * @param name - the field name
 * @param value - the field value
 * @returns the fault in words, or null
 */
export const headerFault = (name: string, value: string): string | null => {
  const fault = findHeaderFault(name, value);
  return fault === null ? null : FAULT_WORDS[fault];
};

/** What one attempt's headers are made of. */
export interface RequestHeadersInput {
  readonly defaultHeaders: Readonly<Record<string, string>>;
  readonly webhookHeaders: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly sourceUrl: string;
  readonly topic: string;
  readonly webhookId: WebhookId;
  readonly deliveryId: DeliveryId;
  readonly eventId: EventId;
  readonly sequence: number;
  readonly attempt: number;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly signatureFormats: readonly SignatureFormat[];
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/**
 * Builds the exact headers of one attempt; later ones win, whatever their case: the settings'
 * default headers, then the webhook's own, then ours.
 *
 * @param input - what the attempt is about
 * @returns header names as they go on the wire, with their values
 */
export const buildRequestHeaders = (input: RequestHeadersInput): Record<string, string> => {
  const merged = new Map<string, [name: string, value: string]>();
  const add = (headers: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(headers)) {
      merged.set(name.toLowerCase(), [name, value]);
    }
  };
  add({ 'User-Agent': input.userAgent });
  add(input.defaultHeaders);
  add(input.webhookHeaders);
  add({
    'Content-Type': 'application/json',
    'X-Strapi-Event': input.topic,
    'X-WC-Webhook-Source': input.sourceUrl,
    'X-WC-Webhook-Topic': input.topic,
    'X-WC-Webhook-Resource': resourceOf(input.topic),
    'X-WC-Webhook-Event': eventOf(input.topic),
    'X-WC-Webhook-ID': String(input.webhookId),
    'X-WC-Webhook-Delivery-ID': input.deliveryId,
    'X-Webhook-Sequence': String(input.sequence),
    'X-Webhook-Attempt': String(input.attempt),
  });
  add(signatureHeaders(input));
  return Object.fromEntries(merged.values());
};

const signatureHeaders = (input: RequestHeadersInput): Record<string, string> => {
  const headers: Record<string, string> = {};
  const [newest] = input.secrets;
  if (newest !== undefined && input.signatureFormats.includes('woocommerce')) {
    headers['X-WC-Webhook-Signature'] = signWooCommerce(newest, input.body);
  }
  if (input.signatureFormats.includes('standard-webhooks')) {
    headers['webhook-id'] = input.eventId;
    headers['webhook-timestamp'] = String(input.timestampSeconds);
    headers['webhook-signature'] = signStandard(input.secrets.map(standardKeyOf), {
      id: input.eventId,
      timestampSeconds: input.timestampSeconds,
      body: input.body,
    });
  }
  return headers;
};
