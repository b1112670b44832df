import type { MessageKey } from '../i18n/use-translate';

const PREFIX = 'whsec_';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MIN_DIFFERENT = 8;

const isTooUniform = (text: string): boolean => new Set(text).size < MIN_DIFFERENT;

/**
 * Says what is wrong with a secret that somebody chose.
 *
 * @param secret - what stands in the field; an empty one is no choice
 * @returns the key of the fault, or null when the server takes it
 */
export const ownSecretFault = (secret: string): MessageKey | null => {
  if (secret === '') return null;
  if (secret.startsWith(PREFIX)) {
    const encoded = secret.slice(PREFIX.length);
    const key = BASE64.test(encoded) ? atob(encoded) : '';
    if (key.length < 24 || key.length > 64) return 'form.secret.not-standard';
    return isTooUniform(key) ? 'form.secret.too-uniform' : null;
  }
  if (secret.length < 16) return 'form.secret.too-short';
  if (secret.length > 512) return 'form.secret.too-long';
  return isTooUniform(secret) ? 'form.secret.too-uniform' : null;
};
