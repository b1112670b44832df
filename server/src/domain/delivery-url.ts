import { parseUrl } from './parse-url';
import { oneLineFault } from './storable-text';

const MAX_LENGTH = 2048;
const NOT_ABSOLUTE = 'must be an absolute URL such as https://example.com/hook';

/**
 * Says what is wrong with a delivery URL.
 *
 * @param url - what somebody typed
 * @returns the fault in words, or null when requests can go there
 */
export const deliveryUrlFault = (url: string): string | null => {
  if (url.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  // A parser of URLs passes over all of these, and the request would go elsewhere than what is shown, or nowhere.
  const fault = oneLineFault(url);
  if (fault !== null) return fault;
  if (url.trim() !== url) return 'must not begin or end with a space';
  const parsed = parseUrl(url);
  if (parsed === null) return NOT_ABSOLUTE;
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return `must start with http:// or https://, not ${parsed.protocol}//`;
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return 'must not carry a user name or password; use a sensitive header instead';
  }
  if (!/^https?:\/\/[^/\\]/i.test(url)) return NOT_ABSOLUTE;
  if (parsed.port === '0') return 'must not name port 0, where nothing can listen';
  return null;
};
