import { readHost } from './host';
import { parseIpAddress, parseIpRange, rangeOfOne, type IpRange } from './ip-address';

/** One thing that is allowed besides the public internet. */
export type AllowEntry =
  { readonly host: string } | { readonly suffix: string } | { readonly range: IpRange };

/**
 * Reads an entry of `network.allow`.
 *
 * @param text - `receiver`, `*.svc.cluster.local`, `10.1.2.3` or `10.0.0.0/8`
 * @returns the entry, or what is wrong with it in words
 */
export const readAllowEntry = (text: string): AllowEntry | string => {
  const expected = 'must be a host name, "*." and a domain, an address or a range';
  if (text.includes('://')) return `${expected}, not a URL`;
  if (text === '*')
    return `${expected}; every IPv4 address is 0.0.0.0/0 and every IPv6 one is ::/0`;
  if (text.includes('/')) {
    const range = parseIpRange(text);
    return typeof range === 'string' ? range : { range };
  }
  const isSuffix = text.startsWith('*.');
  const host = parseIpAddress(text) ?? readHost(isSuffix ? text.slice(2) : text);
  if (host === null || host === '' || text.includes('%')) return expected;
  if (typeof host !== 'string') return isSuffix ? expected : { range: rangeOfOne(host) };
  if (host.includes('*')) return `${expected}; a "*" can only be the first label`;
  return isSuffix ? { suffix: `.${host}` } : { host };
};
