import { MASK } from './rules/mask';
import { parseUrl } from './parse-url';

/** Words that make a parameter's value a credential wherever they stand in its name. */
const CREDENTIAL_WORDS = new Set(
  'token secret password passwd pwd passphrase pass bearer otp apikey credential credentials signature sig auth authorization jwt hmac session sid'.split(
    ' ',
  ),
);
/** Those that do so only at its end: `api_key` and `code`, but not `key_count`. */
const LAST_WORDS = new Set(['key', 'code']);

/**
 * Tells whether the name of a query parameter says that its value is a credential.
 *
 * @param name - decoded: `token`, `access_token`, `apiKey`
 */
export const isSensitiveParameter = (name: string): boolean => {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return words.some((word) => CREDENTIAL_WORDS.has(word)) || LAST_WORDS.has(words.at(-1) ?? '');
};

/**
 * Masks credentials in a URL's query string (`?token=`) and removes its user part. Everything else stays
 * letter by letter, so that what is shown can be saved again.
 *
 * @param url - an absolute URL
 * @returns the URL as it may be shown; a text that is no URL comes back masked whole
 */
export const maskUrl = (url: string): string =>
  parseUrl(url) === null
    ? MASK
    : mapParameters(withoutUser(url), (parameter) =>
        isCredential(parameter) ? MASK : parameter.value,
      );

/**
 * Tells whether a URL carries something that must not be shown.
 *
 * @param url - an absolute URL
 */
export const hasCredentials = (url: string): boolean => maskUrl(url) !== url;

/**
 * The credentials that a URL carries, as they are written there and decoded.
 *
 * @param url - an absolute URL
 */
export const credentialsOf = (url: string): string[] => {
  const values = new Set<string>();
  mapParameters(url, (parameter) => {
    if (isCredential(parameter)) {
      values.add(parameter.value ?? '').add(decoded(parameter.value ?? ''));
    }
    return parameter.value;
  });
  return [...values];
};

/** A masked URL with its values put back, and the names of those that could not be. */
export interface RestoredUrl {
  readonly url: string;
  readonly missing: readonly string[];
}

/**
 * Puts values back in the place of their masks, as when a form is saved as it was shown. The receiver has to
 * be the same one: otherwise whoever may edit could have the value sent to a server of their own.
 *
 * @param given - what somebody wants to save
 * @param stored - the URL so far, in clear, or null for a new webhook
 */
export const restoreUrl = (given: string, stored: string | null): RestoredUrl => {
  const isSameReceiver = stored !== null && originOf(stored) === originOf(given);
  const before = new Map<string, Parameter[]>();
  if (isSameReceiver) {
    mapParameters(stored, (parameter) => {
      before.set(parameter.name, [...(before.get(parameter.name) ?? []), parameter]);
      return parameter.value;
    });
  }
  const missing: string[] = [];
  const url = mapParameters(given, (parameter) => {
    // The first of two `token`s stands for the first of two, whether it is masked or not.
    const stands = before.get(parameter.name)?.shift();
    if (decoded(parameter.value ?? '') !== MASK) return parameter.value;
    const value = stands?.value;
    if (value !== undefined && decoded(value) !== MASK) return value;
    missing.push(parameter.name);
    return parameter.value;
  });
  return { url, missing };
};

/**
 * Where a URL leads: scheme, host and port.
 *
 * @param url - any text
 * @returns null for what is no URL
 */
export const originOf = (url: string): string | null => parseUrl(url)?.origin ?? null;

interface Parameter {
  /** Decoded. */
  readonly name: string;
  /** As it is written; undefined without "=". */
  readonly value: string | undefined;
}

const isCredential = ({ name, value }: Parameter): boolean =>
  value !== undefined && value !== '' && isSensitiveParameter(name);

const mapParameters = (
  url: string,
  valueOf: (parameter: Parameter) => string | undefined,
): string => {
  // A URL parser drops these, also in the middle of a name.
  const [address = '', ...fragment] = url.replace(/[\t\n\r]/g, '').split('#');
  const at = address.indexOf('?');
  if (at === -1) return url;
  const parameters = address
    .slice(at + 1)
    .split('&')
    .map((text) => {
      const [name = '', ...rest] = text.split('=');
      const value = rest.length === 0 ? undefined : rest.join('=');
      const next = valueOf({ name: decoded(name), value });
      return next === undefined ? name : `${name}=${next}`;
    });
  return [`${address.slice(0, at)}?${parameters.join('&')}`, ...fragment].join('#');
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const withoutUser = (url: string): string => {
  const parsed = new URL(url);
  if (parsed.username === '' && parsed.password === '') return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
};
