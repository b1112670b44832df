/** What stands in the place of a value that must not be shown. */
export const MASK = '••••••••';

const SENSITIVE_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'x-csrf-token',
  'x-amz-security-token',
  'x-goog-api-key',
  'x-functions-key',
  'x-gitlab-token',
  'x-hub-token',
  'x-vault-token',
]);
const SENSITIVE_HEADER_PARTS = /(^|-)(secret|token|password|passwd|api-?key|credentials?)(-|$)/;

/**
 * Tells whether a header's name says that its value is a credential.
 *
 * @param name - the header's name in any case
 */
export const isSensitiveHeader = (name: string): boolean => {
  const lower = name.toLowerCase();
  return SENSITIVE_HEADERS.has(lower) || SENSITIVE_HEADER_PARTS.test(lower);
};

/**
 * Masks the values of sensitive headers.
 *
 * @param headers - headers as sent or received
 * @param alsoSensitive - further names in lower case, as a webhook marks them
 */
export const maskHeaders = (
  headers: Readonly<Record<string, string>>,
  alsoSensitive: ReadonlySet<string> = new Set(),
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isSensitiveHeader(name) || alsoSensitive.has(name.toLowerCase()) ? MASK : value,
    ]),
  );
