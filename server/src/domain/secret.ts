import { createHash, timingSafeEqual } from 'node:crypto';
import { findSecretFault, SECRET_LIMITS, SECRET_PREFIX } from './rules/secret';

const { minCharacters, maxCharacters, minKeyBytes, maxKeyBytes, minDifferent } = SECRET_LIMITS;

/**
 * Writes random bytes in the form that published Standard Webhooks verifiers take.
 *
 * @param random - 24 to 64 random bytes; 32 for a new secret
 * @returns `whsec_` and the bytes in base64
 */
export const formatSecret = (random: Uint8Array): string =>
  `${SECRET_PREFIX}${Buffer.from(random).toString('base64')}`;

/**
 * Says what is wrong with a secret that somebody chose.
 *
 * @param secret - the proposed secret
 * @returns the fault in words, or null when the secret can be used
 */
export const secretFault = (secret: string): string | null => {
  const fault = findSecretFault(secret);
  if (fault === null) return null;
  switch (fault.code) {
    case 'not-base64':
      return `after "${SECRET_PREFIX}" it must be base64`;
    case 'wrong-key-length':
      return `after "${SECRET_PREFIX}" it must hold ${minKeyBytes} to ${maxKeyBytes} bytes, and holds ${fault.bytes}`;
    case 'too-short':
      return `it must have at least ${minCharacters} characters`;
    case 'too-long':
      return `it must have at most ${maxCharacters} characters`;
    case 'too-uniform':
      return `it is too easy to guess: it has fewer than ${minDifferent} different characters`;
  }
};

/**
 * The key that Standard Webhooks signs with.
 *
 * @param secret - a usable secret
 * @returns what follows `whsec_`, decoded, or the UTF-8 bytes of any other secret
 */
export const standardKeyOf = (secret: string): Uint8Array =>
  secret.startsWith(SECRET_PREFIX)
    ? Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');

/**
 * The form of a secret that published Standard Webhooks verifiers need: they decode any
 * other string to the wrong bytes, silently.
 *
 * @param secret - a usable secret
 * @returns `whsec_` and its key in base64
 */
export const standardFormOf = (secret: string): string =>
  secret.startsWith(SECRET_PREFIX) ? secret : formatSecret(standardKeyOf(secret));

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
