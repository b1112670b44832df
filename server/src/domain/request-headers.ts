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

/** What the headers of all requests to one webhook are made of. */
export interface HeaderBuilderInput {
  readonly defaultHeaders: Readonly<Record<string, string>>;
  readonly webhookHeaders: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly sourceUrl: string;
  readonly webhookId: WebhookId;
  readonly signatureFormats: readonly SignatureFormat[];
}

/** What only one attempt's headers are made of. */
export interface AttemptHeadersInput {
  readonly topic: string;
  readonly deliveryId: DeliveryId;
  readonly eventId: EventId;
  readonly sequence: number;
  readonly attempt: number;
  /** Newest first. */
  readonly secrets: readonly string[];
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/**
 * Builds the exact headers of one attempt.
 *
 * @param attempt - what it is about
 * @returns header names as they go on the wire, with their values
 */
export type HeaderBuilder = (attempt: AttemptHeadersInput) => Record<string, string>;

const SHARED = ['Content-Type', 'X-WC-Webhook-Source', 'X-WC-Webhook-ID'] as const;
const OF_AN_ATTEMPT = [
  'X-Strapi-Event',
  'X-WC-Webhook-Topic',
  'X-WC-Webhook-Resource',
  'X-WC-Webhook-Event',
  'X-WC-Webhook-Delivery-ID',
  'X-Webhook-Sequence',
  'X-Webhook-Attempt',
] as const;
const OF_A_FORMAT = {
  woocommerce: ['X-WC-Webhook-Signature'],
  'standard-webhooks': ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
} as const;

type Headers<Names extends readonly string[]> = Record<Names[number], string>;

/**
 * Makes what builds the headers of a webhook's requests. Later ones win, whatever their case: the settings' default headers,
 * then the webhook's own, then ours.
 *
 * @param webhook - what all of its requests have in common
 */
export const createHeaderBuilder = (webhook: HeaderBuilderInput): HeaderBuilder => {
  const formats = new Set(webhook.signatureFormats);
  const shared: Headers<typeof SHARED> = {
    'Content-Type': 'application/json',
    'X-WC-Webhook-Source': webhook.sourceUrl,
    'X-WC-Webhook-ID': String(webhook.webhookId),
  };
  const ours = [...SHARED, ...OF_AN_ATTEMPT, ...[...formats].flatMap((name) => OF_A_FORMAT[name])];
  const always = { ...theirHeaders(webhook, ours), ...shared };
  return (attempt) => {
    // Not a literal with spreads: one that adds names after a spread takes Node 20 over a microsecond for each of them.
    const headers: Record<string, string> = Object.assign({ ...always }, attemptHeaders(attempt));
    if (formats.has('woocommerce')) Object.assign(headers, wooCommerceHeaders(attempt));
    if (formats.has('standard-webhooks')) Object.assign(headers, standardHeaders(attempt));
    return headers;
  };
};

const theirHeaders = (
  { userAgent, defaultHeaders, webhookHeaders }: HeaderBuilderInput,
  ours: readonly string[],
): Record<string, string> => {
  const merged = new Map<string, [name: string, value: string]>();
  for (const headers of [{ 'User-Agent': userAgent }, defaultHeaders, webhookHeaders]) {
    for (const [name, value] of Object.entries(headers)) {
      merged.set(name.toLowerCase(), [name, value]);
    }
  }
  for (const name of ours) merged.delete(name.toLowerCase());
  return Object.fromEntries(merged.values());
};

const attemptHeaders = (attempt: AttemptHeadersInput): Headers<typeof OF_AN_ATTEMPT> => ({
  'X-Strapi-Event': attempt.topic,
  'X-WC-Webhook-Topic': attempt.topic,
  'X-WC-Webhook-Resource': resourceOf(attempt.topic),
  'X-WC-Webhook-Event': eventOf(attempt.topic),
  'X-WC-Webhook-Delivery-ID': attempt.deliveryId,
  'X-Webhook-Sequence': String(attempt.sequence),
  'X-Webhook-Attempt': String(attempt.attempt),
});

const wooCommerceHeaders = ({
  secrets: [newest],
  body,
}: AttemptHeadersInput): Headers<(typeof OF_A_FORMAT)['woocommerce']> | false =>
  newest !== undefined && { 'X-WC-Webhook-Signature': signWooCommerce(newest, body) };

const standardHeaders = ({
  eventId,
  timestampSeconds,
  secrets,
  body,
}: AttemptHeadersInput): Headers<(typeof OF_A_FORMAT)['standard-webhooks']> => ({
  'webhook-id': eventId,
  'webhook-timestamp': String(timestampSeconds),
  'webhook-signature': signStandard(secrets.map(standardKeyOf), {
    id: eventId,
    timestampSeconds,
    body,
  }),
});
