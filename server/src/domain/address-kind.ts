import { contains, parseIpRange, type IpAddress, type IpRange } from './ip-address';

/** What an address is for; only `public` ones belong to strangers on the internet. */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'shared'
  | 'metadata'
  | 'multicast'
  | 'documentation'
  | 'benchmark'
  | 'unspecified'
  | 'reserved';

/** Each kind in words that follow "is". */
export const KIND_WORDS: Readonly<Record<AddressKind, string>> = {
  public: 'a public address',
  loopback: 'a loopback address',
  private: 'a private address',
  'link-local': 'a link-local address',
  shared: 'an address behind a carrier-grade NAT',
  metadata: 'a cloud metadata address',
  multicast: 'a multicast address',
  documentation: 'an address for documentation',
  benchmark: 'an address for benchmarks',
  unspecified: 'an unspecified address',
  reserved: 'a reserved address',
};

type Entry = readonly [range: IpRange, kind: AddressKind];

const rangeOf = (text: string): IpRange => {
  const range = parseIpRange(text);
  if (typeof range === 'string') throw new TypeError(`${text} ${range}`);
  return range;
};

const entry = (text: string, kind: AddressKind): Entry => [rangeOf(text), kind];

/**
 * Where clouds hand out credentials to whoever asks from inside: AWS with ECS and EKS, Google, Azure, DigitalOcean and
 * others; Azure's wire server; Alibaba; Oracle.
 */
const METADATA = [
  '169.254.169.254/32',
  '169.254.170.2/32',
  '169.254.170.23/32',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fd00:ec2::254/128',
  'fd00:ec2::23/128',
  'fd20:ce::254/128',
];

/** IANA's registries of special-purpose addresses; the first that holds an address counts. */
const SPECIAL: readonly Entry[] = [
  ...METADATA.map((text) => entry(text, 'metadata')),
  entry('0.0.0.0/32', 'unspecified'),
  entry('0.0.0.0/8', 'reserved'),
  entry('10.0.0.0/8', 'private'),
  entry('100.64.0.0/10', 'shared'),
  entry('127.0.0.0/8', 'loopback'),
  entry('169.254.0.0/16', 'link-local'),
  entry('172.16.0.0/12', 'private'),
  entry('192.0.0.0/24', 'reserved'),
  entry('192.0.2.0/24', 'documentation'),
  entry('192.88.99.0/24', 'reserved'),
  entry('192.168.0.0/16', 'private'),
  entry('198.18.0.0/15', 'benchmark'),
  entry('198.51.100.0/24', 'documentation'),
  entry('203.0.113.0/24', 'documentation'),
  entry('224.0.0.0/4', 'multicast'),
  entry('240.0.0.0/4', 'reserved'),
  entry('::/128', 'unspecified'),
  entry('::1/128', 'loopback'),
  entry('fc00::/7', 'private'),
  entry('fec0::/10', 'private'),
  entry('fe80::/10', 'link-local'),
  entry('ff00::/8', 'multicast'),
  entry('2001:2::/48', 'benchmark'),
  entry('2001::/23', 'reserved'),
  entry('2001:db8::/32', 'documentation'),
  entry('3fff::/20', 'documentation'),
];

/** The part of IPv6 that is given out for the internet; all the rest is reserved. */
const GLOBAL_IPV6 = rangeOf('2000::/3');

/** Addresses that carry an IPv4 address which a gateway then connects to, and how many bits follow it. */
const CARRIERS: readonly (readonly [range: IpRange, bitsAfter: bigint])[] = [
  [rangeOf('64:ff9b::/96'), 0n],
  [rangeOf('2002::/16'), 80n],
];

/**
 * Says what an address is for. One that carries an IPv4 address (NAT64, 6to4) is what that one is.
 *
 * @param address - of any family
 */
export const kindOfAddress = (address: IpAddress): AddressKind => {
  for (const [range, bitsAfter] of CARRIERS) {
    if (!contains(range, address)) continue;
    return kindOfAddress({ family: 4, value: BigInt.asUintN(32, address.value >> bitsAfter) });
  }
  const special = SPECIAL.find(([range]) => contains(range, address));
  if (special !== undefined) return special[1];
  return address.family === 4 || contains(GLOBAL_IPV6, address) ? 'public' : 'reserved';
};
