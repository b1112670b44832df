import { KIND_WORDS, kindOfAddress } from './address-kind';
import { readAllowEntry } from './allow-entry';
import { addressOfKnownName, readHost } from './host';
import { contains, isSingle, type IpRange } from './ip-address';

/** Where requests may go besides the public internet. */
export interface NetworkRules {
  /** Names whose addresses do not matter. */
  readonly hosts: ReadonlySet<string>;
  /** The same for every name that ends in one of these; each begins with a dot. */
  readonly suffixes: readonly string[];
  readonly ranges: readonly IpRange[];
  /** Null allows every port. */
  readonly ports: ReadonlySet<number> | null;
  /** Whether loopback and private addresses are allowed by default, as while developing. */
  readonly localAllowed: boolean;
}

/** Whether a request may go there. */
export type Verdict =
  /** `byDefault` when only `localAllowed` opened it. */
  | { readonly allowed: true; readonly byDefault: boolean }
  /** The reason names the address, and the setting that would allow it. */
  | { readonly allowed: false; readonly reason: string };

const ALLOWED: Verdict = { allowed: true, byDefault: false };
const ALLOWED_BY_DEFAULT: Verdict = { allowed: true, byDefault: true };

/**
 * Makes the rules out of the settings.
 *
 * @param network - the settings `network`; entries with a fault allow nothing
 */
export const networkRulesOf = (network: {
  readonly allow: readonly string[];
  readonly ports: 'any' | readonly number[];
  readonly localAllowed: boolean;
}): NetworkRules => {
  const entries = network.allow
    .map((text) => readAllowEntry(text))
    .filter((entry) => typeof entry !== 'string');
  return {
    hosts: new Set(entries.flatMap((entry) => ('host' in entry ? [entry.host] : []))),
    suffixes: entries.flatMap((entry) => ('suffix' in entry ? [entry.suffix] : [])),
    ranges: entries.flatMap((entry) => ('range' in entry ? [entry.range] : [])),
    ports: network.ports === 'any' ? null : new Set(network.ports),
    localAllowed: network.localAllowed,
  };
};

/**
 * Judges a port.
 *
 * @param rules - the rules
 * @param port - the port
 */
export const portVerdict = ({ ports }: NetworkRules, port: number): Verdict =>
  ports === null || ports.has(port)
    ? ALLOWED
    : refused(`port ${port} is not one of the setting network.ports (${[...ports].join(', ')})`);

/**
 * Judges a host as far as it can be without looking it up: literal addresses in every spelling, and the names that stand
 * for one everywhere. Other names are allowed here, and their addresses must be judged.
 *
 * @param rules - the rules
 * @param host - as it stands in a URL
 */
export const hostVerdict = (rules: NetworkRules, host: string): Verdict => {
  const read = readHost(host);
  if (read === null) return refused(`"${host}" is not a host name`);
  if (typeof read !== 'string') return addressVerdict(rules, host, host);
  const known = addressOfKnownName(read);
  return known === null ? ALLOWED : addressVerdict(rules, host, known);
};

/**
 * Judges an address that a host has.
 *
 * @param rules - the rules
 * @param host - as it stands in a URL; the address itself for a literal one
 * @param address - one of the host's addresses
 */
export const addressVerdict = (rules: NetworkRules, host: string, address: string): Verdict => {
  const read = readHost(address);
  if (read === null || typeof read === 'string') return refused(`"${address}" is not an address`);
  const kind = kindOfAddress(read);
  if (kind === 'public') return ALLOWED;
  const holders = rules.ranges.filter((range) => contains(range, read));
  const plain = address.replace(/^\[|\]$|%.*$/g, '');
  const what = `${host === address ? '' : `${host} is at `}${plain}${host === address ? ' is' : ','} ${KIND_WORDS[kind]}`;
  // Whoever opens a network or trusts a name does not mean the credentials of the machine.
  if (kind === 'metadata') {
    return holders.some(isSingle)
      ? ALLOWED
      : refused(`${what}; only the entry "${plain}" in the setting network.allow allows it`);
  }
  if (holders.length > 0 || isTrustedName(rules, host)) return ALLOWED;
  if (rules.localAllowed && (kind === 'loopback' || kind === 'private')) return ALLOWED_BY_DEFAULT;
  const entries = host === address ? `"${plain}"` : `"${host}" or "${plain}"`;
  return refused(`${what}; to allow it, add ${entries} to the setting network.allow`);
};

const refused = (reason: string): Verdict => ({ allowed: false, reason });

const isTrustedName = ({ hosts, suffixes }: NetworkRules, host: string): boolean => {
  const name = readHost(host);
  if (typeof name !== 'string') return false;
  return hosts.has(name) || suffixes.some((suffix) => name.endsWith(suffix));
};
