/** Words that make a header's value a credential wherever they stand in its name. */
const CREDENTIAL_WORDS =
  /(^|-)(secret|token|password|passwd|passphrase|pass|pwd|apikey|credentials?|auth|authorization|authentication|bearer|otp|cookie|session|sid|jwt)(-|$)/;
/** A key opens something, unless it names something: `Idempotency-Key`, `Surrogate-Key`. Vercel's is called a bypass. */
const KEYS =
  /(^|-)((api|access|account|admin|function|functions|license|master|private|subscription)-key|protection-bypass)(-|$)/;

/**
 * Tells whether a header's name says that its value is a credential.
 *
 * @param name - the header's name in any case
 */
export const isSensitiveHeader = (name: string): boolean => {
  const words = name.toLowerCase().replaceAll('_', '-');
  return CREDENTIAL_WORDS.test(words) || KEYS.test(words);
};
