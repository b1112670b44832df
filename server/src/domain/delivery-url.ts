import { parseUrl } from './parse-url';

const MAX_LENGTH = 2048;

/**
 * Says what is wrong with a delivery URL.
 *
 * @param url - what somebody typed
 * @returns the fault in words, or null when requests can go there
 */
export const deliveryUrlFault = (url: string): string | null => {
  if (url.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  const parsed = parseUrl(url);
  if (parsed === null) return 'must be an absolute URL such as https://example.com/hook';
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return `must start with http:// or https://, not ${parsed.protocol}//`;
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return 'must not carry a user name or password; use a sensitive header instead';
  }
  return null;
};
