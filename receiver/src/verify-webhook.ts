import { fromBase64, joined, utf8, type Bytes } from './bytes';
import { givenSecrets, standardKey, wooCommerceKey } from './keys';
import type { HeadersLike, Secrets, VerifiedWebhook, VerifyWebhookOptions } from './types';
import { WebhookVerificationError } from './verification-error';

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;
const DEFAULT_TOLERANCE_SECONDS = 300;
/** The plugin sends at most five; each costs a pass over the body, and strangers may send as many as they like. */
const MAX_SIGNATURES = 8;

/**
 * Verifies that a request was signed with one of the secrets, in constant time.
 *
 * @param body - the raw body, before any parser: text or bytes
 * @param headers - of the request, in any case
 * @param secrets - the secret, or several while it rotates
 * @param options - the format, and how exact clocks have to be
 * @returns what the signature vouches for
 * @throws WebhookVerificationError with a stable `code` when the request must not be believed
 */
export const verifyWebhook = async (
  body: string | Uint8Array | ArrayBuffer,
  headers: HeadersLike,
  secrets: Secrets,
  { format = 'standard-webhooks', toleranceSeconds, nowMs }: VerifyWebhookOptions = {},
): Promise<VerifiedWebhook> => {
  const given = givenSecrets(secrets);
  const bytes = rawBytes(body);
  const text = typeof body === 'string' ? body : new TextDecoder().decode(bytes);

  if (format === 'woocommerce') {
    const signature = required(headers, 'x-wc-webhook-signature');
    await assertSigned(given.map(wooCommerceKey), [signature], bytes);
    return { format, eventId: null, sentAt: null, body: text };
  }
  const keys = given.map(standardKey);
  const eventId = required(headers, 'webhook-id');
  const timestamp = required(headers, 'webhook-timestamp');
  const signatures = required(headers, 'webhook-signature')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => one.slice('v1,'.length));
  const sentAt = timely(timestamp, toleranceSeconds, nowMs);
  await assertSigned(keys, signatures, joined(utf8(`${eventId}.${timestamp}.`), bytes));
  return { format, eventId, sentAt, body: text };
};

const rawBytes = (body: unknown): Bytes => {
  if (typeof body === 'string') return utf8(body);
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  if (Object.prototype.toString.call(body) === '[object ArrayBuffer]' && isBuffer(body)) {
    return new Uint8Array(body);
  }
  throw new WebhookVerificationError(
    'body_not_raw',
    'Pass the raw body as text or bytes: what a JSON parser made of it cannot be verified.',
  );
};

/** Not `instanceof`: each realm, such as a test runner's, has an ArrayBuffer of its own. */
const isBuffer = (body: unknown): body is ArrayBuffer =>
  typeof body === 'object' && body !== null && 'byteLength' in body;

const required = (headers: HeadersLike, name: string): string => {
  const value = valueOf(headers, name);
  if (value !== null && value !== '') return value;
  throw new WebhookVerificationError('header_missing', `The request has no ${name} header.`);
};

const valueOf = (headers: HeadersLike, name: string): string | null => {
  // A Map answers with undefined.
  if (isWebHeaders(headers)) return headers.get(name) ?? null;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (found === undefined) return null;
  return typeof found === 'string' ? found : found.join(', ');
};

const isWebHeaders = (headers: HeadersLike): headers is { get(name: string): string | null } =>
  typeof headers.get === 'function';

const timely = (
  timestamp: string,
  toleranceSeconds: number = DEFAULT_TOLERANCE_SECONDS,
  nowMs: number = Date.now(),
): Date => {
  if (!Number.isFinite(toleranceSeconds) || toleranceSeconds < 0) {
    throw new WebhookVerificationError(
      'tolerance_invalid',
      'toleranceSeconds must be a number of seconds, 0 or more.',
    );
  }
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError(
      'timestamp_invalid',
      'webhook-timestamp must be whole seconds since 1970.',
    );
  }
  const ageSeconds = Math.floor(nowMs / 1000) - Number(timestamp);
  const limits = `by the clock here; up to ${toleranceSeconds} s are accepted.`;
  if (!(ageSeconds <= toleranceSeconds)) {
    throw new WebhookVerificationError('timestamp_too_old', `It is ${ageSeconds} s old ${limits}`);
  }
  if (!(ageSeconds >= -toleranceSeconds)) {
    throw new WebhookVerificationError(
      'timestamp_too_new',
      `It is ${-ageSeconds} s ahead ${limits}`,
    );
  }
  return new Date(Number(timestamp) * 1000);
};

/** `subtle.verify` compares in constant time. */
const assertSigned = async (
  keys: readonly Bytes[],
  signatures: readonly string[],
  message: Bytes,
): Promise<void> => {
  const sent = signatures.slice(0, MAX_SIGNATURES).flatMap((one) => fromBase64(one) ?? []);
  for (const raw of keys) {
    const key = await crypto.subtle.importKey('raw', raw, HMAC, false, ['verify']);
    for (const signature of sent) {
      if (await crypto.subtle.verify('HMAC', key, signature, message)) return;
    }
  }
  throw new WebhookVerificationError(
    'signature_invalid',
    'No secret made this signature: another secret, another body, or another sender.',
  );
};
