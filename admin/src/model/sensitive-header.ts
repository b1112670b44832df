import type { HeaderRow } from './form-values';

/** The server's rule (domain/masking), which the panel cannot load; a test holds the two together. */
const CREDENTIAL_WORDS =
  /(^|-)(secret|token|password|passwd|passphrase|pass|pwd|apikey|credentials?|auth|authorization|authentication|bearer|otp|cookie|session|sid|jwt)(-|$)/;
const KEYS =
  /(^|-)((api|access|account|admin|function|functions|license|master|private|subscription)-key|protection-bypass)(-|$)/;

/**
 * Tells whether a header's name alone says that its value is a credential, whatever is ticked.
 *
 * @param name - as it is typed, in any case
 */
export const isAlwaysSensitive = (name: string): boolean => {
  const words = name.trim().toLowerCase().replaceAll('_', '-');
  return CREDENTIAL_WORDS.test(words) || KEYS.test(words);
};

/**
 * Tells whether a header's value is hidden once it is saved.
 *
 * @param row - the header in the form
 */
export const isSensitive = ({ name, sensitive }: Pick<HeaderRow, 'name' | 'sensitive'>): boolean =>
  sensitive || isAlwaysSensitive(name);
