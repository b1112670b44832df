/** What the secrets that published Standard Webhooks verifiers take begin with; base64 follows. */
export const SECRET_PREFIX = 'whsec_';

/** How long a secret may be: in characters, and after the prefix in bytes. */
export const SECRET_LIMITS = {
  minCharacters: 16,
  maxCharacters: 512,
  minKeyBytes: 24,
  maxKeyBytes: 64,
  /** Random bytes have more, even the fewest that are allowed; a key held down has one. */
  minDifferent: 8,
} as const;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What can be wrong with a secret. */
export type SecretFault =
  | { readonly code: 'not-base64' | 'too-short' | 'too-long' | 'too-uniform' }
  | { readonly code: 'wrong-key-length'; readonly bytes: number };

const isTooUniform = (text: string): boolean => new Set(text).size < SECRET_LIMITS.minDifferent;

const findKeyFault = (encoded: string): SecretFault | null => {
  if (!BASE64.test(encoded)) return { code: 'not-base64' };
  // One character for each byte.
  const key = atob(encoded);
  const { minKeyBytes, maxKeyBytes } = SECRET_LIMITS;
  if (key.length < minKeyBytes || key.length > maxKeyBytes) {
    return { code: 'wrong-key-length', bytes: key.length };
  }
  return isTooUniform(key) ? { code: 'too-uniform' } : null;
};

/**
 * Says what is wrong with a secret that somebody chose.
 *
 * @param secret - the proposed secret
 * @returns the fault, or null when the secret can be used
 */
export const findSecretFault = (secret: string): SecretFault | null => {
  if (secret.startsWith(SECRET_PREFIX)) return findKeyFault(secret.slice(SECRET_PREFIX.length));
  if (secret.length < SECRET_LIMITS.minCharacters) return { code: 'too-short' };
  if (secret.length > SECRET_LIMITS.maxCharacters) return { code: 'too-long' };
  return isTooUniform(secret) ? { code: 'too-uniform' } : null;
};
