import { MASK } from './rules/mask';
import { isSensitiveHeader } from './rules/sensitive-header';

/**
 * Masks the values of sensitive headers.
 *
 * @param headers - headers as sent or received
 * @param mask - masks what is sensitive within the values of the others
 */
export type HeaderMask = (
  headers: Readonly<Record<string, string>>,
  mask?: (value: string) => string,
) => Record<string, string>;

/** More names than requests and honest answers have. What a receiver makes up must not fill the memory. */
const REMEMBERED_NAMES = 200;

/**
 * Makes a mask. It remembers which names are sensitive: nearly all requests and answers have the same.
 *
 * @param alsoSensitive - further names in lower case, as a webhook marks them
 */
export const createHeaderMask = (alsoSensitive: ReadonlySet<string> = new Set()): HeaderMask => {
  const remembered = new Map<string, boolean>();
  const isSensitive = (name: string): boolean => {
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const sensitive = isSensitiveHeader(name) || alsoSensitive.has(name.toLowerCase());
    if (remembered.size < REMEMBERED_NAMES) remembered.set(name, sensitive);
    return sensitive;
  };
  return (headers, mask = asItIs) => {
    // A copy keeps a receiver's header that is named __proto__ a header.
    const masked = { ...headers };
    for (const [name, value] of Object.entries(headers)) {
      masked[name] = isSensitive(name) ? MASK : mask(value);
    }
    return masked;
  };
};

const asItIs = (value: string): string => value;
