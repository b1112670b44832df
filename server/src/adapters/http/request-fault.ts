import { validateHeaderName, validateHeaderValue } from 'node:http';

import axios from 'axios';

import type { AttemptError } from '../../domain/attempt';
import { parseUrl } from '../../domain/parse-url';
import type { OutgoingRequest } from '../../pipeline/ports';

const HTTP_URL = /^https?:\/\//i;

/**
 * Says why a request cannot be sent as it is. axios would drop forbidden characters of a header
 * silently, answer `data:` URLs itself, and trip over headers called like its own methods.
 *
 * @param request - the request about to be sent
 * @returns what the attempt is recorded with, or null when it can be sent
 */
export const requestFault = (request: OutgoingRequest): AttemptError | null => {
  if (!HTTP_URL.test(request.url) || parseUrl(request.url) === null) {
    return invalid('The URL is not an absolute http or https URL');
  }
  for (const [name, value] of Object.entries(request.headers)) {
    if (!isSendable(name, value)) {
      return invalid(`The header ${JSON.stringify(name)} cannot be sent`);
    }
  }
  return null;
};

const invalid = (message: string): AttemptError => ({ code: 'request_invalid', message });

const isSendable = (name: string, value: string): boolean => {
  if (name in axios.AxiosHeaders.prototype) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
};
