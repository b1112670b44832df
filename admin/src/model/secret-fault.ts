import { findSecretFault, type SecretFault } from '../../../server/src/domain/rules/secret';
import type { MessageKey } from '../i18n/use-translate';

const WORDS: Readonly<Record<SecretFault['code'], MessageKey>> = {
  'not-base64': 'form.secret.not-standard',
  'wrong-key-length': 'form.secret.not-standard',
  'too-short': 'form.secret.too-short',
  'too-long': 'form.secret.too-long',
  'too-uniform': 'form.secret.too-uniform',
};

/**
 * Says what is wrong with a secret that somebody chose.
 *
 * @param secret - what stands in the field; an empty one is no choice
 * @returns the key of the fault, or null when the server takes it
 */
export const ownSecretFault = (secret: string): MessageKey | null => {
  const fault = secret === '' ? null : findSecretFault(secret);
  return fault === null ? null : WORDS[fault.code];
};
