import { parseIpAddress, type IpAddress } from './ip-address';
import { parseUrl } from './parse-url';

const METADATA_NAMES = new Set(['metadata.google.internal', 'metadata.goog']);

/**
 * The address that a name stands for wherever it is looked up, so that no look-up is needed.
 *
 * @param name - a host name in lower case
 * @returns the address's text, or null for all other names
 */
export const addressOfKnownName = (name: string): string | null => {
  if (name === 'localhost' || name.endsWith('.localhost')) return '127.0.0.1';
  return METADATA_NAMES.has(name) ? '169.254.169.254' : null;
};

/**
 * Reads a host as it stands in a URL, in any spelling that URLs allow: `0x7f.1`, `2130706433` and `[::ffff:7f00:1]` are
 * 127.0.0.1.
 *
 * @param host - a host without port, with or without brackets
 * @returns the address, or the name in lower case without its last dot; null when it is no host
 */
export const readHost = (host: string): IpAddress | string | null => {
  const literal = parseIpAddress(host.replace(/^\[(.*)\]$/, '$1'));
  if (literal !== null) return literal;
  const url = /[\s/\\?#@:]/.test(host) ? null : parseUrl(`http://${host}/`);
  return url === null ? null : (parseIpAddress(url.hostname) ?? url.hostname.replace(/\.$/, ''));
};
