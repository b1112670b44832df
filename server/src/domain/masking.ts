import { MASK } from './rules/mask';
import { isSensitiveHeader } from './rules/sensitive-header';

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
