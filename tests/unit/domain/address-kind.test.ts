import { BlockList } from 'node:net';
import fc from 'fast-check';

import { kindOfAddress, type AddressKind } from '../../../server/src/domain/address-kind';
import { parseIpAddress } from '../../../server/src/domain/ip-address';
import { dotted, groups, ipv4Number, ipv6Number } from './spellings';

const kindOf = (text: string): AddressKind => {
  const address = parseIpAddress(text);
  if (address === null) throw new Error(`${text} is no address`);
  return kindOfAddress(address);
};

it.each<[AddressKind, string[]]>([
  [
    'public',
    ['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.0.0.1'],
  ],
  ['public', ['128.0.0.1', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0']],
  ['public', ['198.17.255.255', '198.20.0.0', '223.255.255.255', '169.253.255.255', '169.255.0.0']],
  ['public', ['2606:4700::1111', '2001:4860:4860::8888', '2a00::1', '2001:200::1', '3ffe::1']],
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '64:ff9b::127.0.0.1']],
  ['private', ['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1']],
  ['private', ['fc00::1', 'fdff:ffff::1', 'fec0::1', '2002:0a00:0001::1', '::ffff:192.168.0.1']],
  ['shared', ['100.64.0.0', '100.127.255.255', '64:ff9b::100.64.0.1']],
  ['link-local', ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1', 'fe80::1%eth0']],
  ['metadata', ['169.254.169.254', '169.254.170.2', '168.63.129.16', '100.100.100.200']],
  ['metadata', ['fd00:ec2::254', 'fd20:ce::254', '::ffff:169.254.169.254', '2002:a9fe:a9fe::']],
  ['metadata', ['64:ff9b::a9fe:a9fe', '169.254.170.23', 'fd00:ec2::23', '192.0.0.192']],
  ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
  ['documentation', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
  ['benchmark', ['198.18.0.1', '198.19.255.255', '2001:2::1']],
  ['unspecified', ['0.0.0.0', '::']],
  ['reserved', ['0.0.0.1', '240.0.0.1', '255.255.255.255', '192.0.0.1', '192.88.99.1']],
  [
    'reserved',
    ['::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b:1::1', '100::1', '2001::1', '5f00::1'],
  ],
  ['reserved', ['4000::1', '1fff::1', 'fe00::1', '2001:10::1']],
])('%s are %j', (kind, addresses) => {
  expect(Object.fromEntries(addresses.map((address) => [address, kindOf(address)]))).toEqual(
    Object.fromEntries(addresses.map((address) => [address, kind])),
  );
});

/** IANA's tables a second time, held by Node: what must never be taken for public. */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['168.63.129.16', 32],
] as const) {
  special.addSubnet(network, prefix, 'ipv4');
}

/** Near the edges of special ranges as often as anywhere. */
const anyIpv4 = fc.oneof(
  ipv4Number,
  fc
    .tuple(
      fc.constantFrom(0, 10, 11, 100, 127, 128, 168, 169, 172, 192, 198, 203, 223, 224, 255),
      fc.constantFrom(0, 15, 16, 31, 32, 51, 63, 64, 88, 127, 128, 168, 169, 253, 254, 255),
      fc.constantFrom(0, 2, 99, 100, 113, 129, 169, 170, 255),
      fc.constantFrom(0, 1, 16, 23, 254, 255),
    )
    .map(([a, b, c, d]) => ((a << 24) | (b << 16) | (c << 8) | d) >>> 0),
);

it('an IPv4 address is public unless a table of IANA holds it', () => {
  fc.assert(
    fc.property(anyIpv4, (value) => {
      expect(kindOf(dotted(value)) === 'public').toBe(!special.check(dotted(value), 'ipv4'));
    }),
    { numRuns: 3000 },
  );
});

it('an IPv6 address that carries an IPv4 one is as public as that', () => {
  const carried = (value: number): string[] => {
    const [high, low] = [value >>> 16, value & 0xffff].map((part) => part.toString(16));
    return [
      `::ffff:${dotted(value)}`,
      `::ffff:${high}:${low}`,
      `64:ff9b::${dotted(value)}`,
      `2002:${high}:${low}::1`,
      `2002:${high}:${low}:ffff:ffff:ffff:ffff:ffff`,
    ];
  };
  fc.assert(
    fc.property(anyIpv4, (value) => {
      const kinds = carried(value).map((text) => kindOf(text));
      expect(new Set(kinds)).toEqual(new Set([kindOf(dotted(value))]));
    }),
    { numRuns: 1000 },
  );
});

it('an IPv6 address is public in 2000::/3 alone', () => {
  fc.assert(
    fc.property(ipv6Number, (value) => {
      const isGlobal = value >> 125n === 1n;
      const mapped = value >> 32n === 0xffffn;
      const nat64 = value >> 32n === 0x64ff9bn << 64n;
      fc.pre(!mapped && !nat64);
      if (!isGlobal) expect(kindOf(groups(value).join(':'))).not.toBe('public');
    }),
    { numRuns: 1000 },
  );
});
