import { MASK } from './rules/mask';

/** Shorter ones are found in any text by chance, and are no secrets. */
const MIN_LENGTH = 6;

/** Masks in a text what it was made for. */
export type ValueMask = (text: string) => string;

/**
 * Makes what masks secrets in texts that somebody else wrote, as when a receiver answers with the request that it got.
 * They are found as they are, and as JSON and URLs write them.
 *
 * @param secrets - what must not be in a text
 */
export const createValueMask = (secrets: readonly string[]): ValueMask => {
  const forms = secrets.flatMap(formsOf);
  return (text) => {
    let masked = text;
    for (const form of forms) masked = masked.replaceAll(form, MASK);
    return masked;
  };
};

/** The longest first: of `Bearer abc` and `abc`, nothing may be left over. */
const formsOf = (secret: string): string[] => {
  const parts = [secret, secret.split(' ').at(-1) ?? ''];
  const forms = parts.flatMap((one) => [
    one,
    JSON.stringify(one).slice(1, -1),
    encodeURIComponent(one),
  ]);
  return [...new Set(forms)]
    .filter(({ length }) => length >= MIN_LENGTH)
    .sort((one, other) => other.length - one.length);
};
