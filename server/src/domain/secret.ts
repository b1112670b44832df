import { createHash, timingSafeEqual } from 'node:crypto';

const PREFIX = 'whsec_';
const MIN_TEXT_LENGTH = 16;
const MAX_TEXT_LENGTH = 512;
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;
/** Random bytes have more, even the fewest that are allowed; a key held down has one. */
const MIN_DIFFERENT = 8;
const TOO_UNIFORM = `it is too easy to guess: it has fewer than ${MIN_DIFFERENT} different characters`;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Writes random bytes in the form that published Standard Webhooks verifiers take.
 *
 * @param random - 24 to 64 random bytes; 32 for a new secret
 * @returns `whsec_` and the bytes in base64
 */
export const formatSecret = (random: Uint8Array): string =>
  `${PREFIX}${Buffer.from(random).toString('base64')}`;

/**
 * Says what is wrong with a secret that somebody chose.
 *
 * @param secret - the proposed secret
 * @returns the fault in words, or null when the secret can be used
 */
export const secretFault = (secret: string): string | null => {
  if (secret.startsWith(PREFIX)) {
    const encoded = secret.slice(PREFIX.length);
    if (!BASE64.test(encoded)) return 'after "whsec_" it must be base64';
    const key = Buffer.from(encoded, 'base64');
    const { length } = key;
    if (length < MIN_KEY_BYTES || length > MAX_KEY_BYTES) {
      return `after "whsec_" it must hold ${MIN_KEY_BYTES} to ${MAX_KEY_BYTES} bytes, and holds ${length}`;
    }
    return new Set(key).size < MIN_DIFFERENT ? TOO_UNIFORM : null;
  }
  if (secret.length < MIN_TEXT_LENGTH) return `it must have at least ${MIN_TEXT_LENGTH} characters`;
  if (secret.length > MAX_TEXT_LENGTH) return `it must have at most ${MAX_TEXT_LENGTH} characters`;
  return new Set(secret).size < MIN_DIFFERENT ? TOO_UNIFORM : null;
};

/**
 * The key that Standard Webhooks signs with.
 *
 * @param secret - a usable secret
 * @returns what follows `whsec_`, decoded, or the UTF-8 bytes of any other secret
 */
export const standardKeyOf = (secret: string): Uint8Array =>
  secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');

/**
 * The form of a secret that published Standard Webhooks verifiers need: they decode any
 * other string to the wrong bytes, silently.
 *
 * @param secret - a usable secret
 * @returns `whsec_` and its key in base64
 */
export const standardFormOf = (secret: string): string =>
  secret.startsWith(PREFIX) ? secret : formatSecret(standardKeyOf(secret));

/**
 * Compares two secrets in a time that does not tell how much of them is the same.
 *
 * @param one - a secret
 * @param other - another one, or the same
 */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(digestOf(one), digestOf(other));

/** What is compared must have one length. */
const digestOf = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();
