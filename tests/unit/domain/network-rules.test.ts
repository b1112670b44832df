import fc from 'fast-check';

import { readAllowEntry } from '../../../server/src/domain/allow-entry';
import { kindOfAddress } from '../../../server/src/domain/address-kind';
import { parseIpAddress } from '../../../server/src/domain/ip-address';
import {
  addressVerdict,
  hostVerdict,
  networkRulesOf,
  portVerdict,
  type NetworkRules,
} from '../../../server/src/domain/network-rules';
import { dotted, ipv4Number, ipv4Spelling, ipv6Number, ipv6Spelling } from './spellings';

const rules = (
  allow: readonly string[] = [],
  options: { ports?: number[]; localAllowed?: boolean } = {},
): NetworkRules =>
  networkRulesOf({
    allow,
    ports: options.ports ?? 'any',
    localAllowed: options.localAllowed ?? false,
  });
const development = rules([], { localAllowed: true });

const isPublic = (value: number): boolean =>
  kindOfAddress({ family: 4, value: BigInt(value) }) === 'public';

describe('a literal host', () => {
  it('has one verdict in all its spellings', () => {
    const spelled = ipv4Number.chain((value) => fc.tuple(fc.constant(value), ipv4Spelling(value)));
    fc.assert(
      fc.property(spelled, ([value, text]) => {
        expect(hostVerdict(rules(), text).allowed).toBe(isPublic(value));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.0.1', '0.0.0.0', '100.64.0.1'])(
    '%s is refused in all its spellings',
    (address) => {
      const value = Number(parseIpAddress(address)?.value);
      fc.assert(
        fc.property(ipv4Spelling(value), (text) => {
          expect(hostVerdict(rules(), text).allowed).toBe(false);
        }),
      );
      fc.assert(
        fc.property(ipv6Spelling((0xffffn << 32n) | BigInt(value)), (text) => {
          expect(hostVerdict(rules(), `[${text}]`).allowed).toBe(false);
        }),
      );
    },
  );

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'metadata.google.internal.'])(
    'is also %s, which needs no look-up',
    (host) => {
      expect(hostVerdict(rules(), host).allowed).toBe(false);
    },
  );

  it('is refused with its kind, and what would allow it', () => {
    expect(hostVerdict(rules(), '127.0.0.1')).toEqual({
      allowed: false,
      reason:
        '127.0.0.1 is a loopback address; to allow it, add "127.0.0.1" to the setting network.allow',
    });
    expect(hostVerdict(rules(), '[fe80::1]')).toMatchObject({
      reason:
        'fe80::1 is a link-local address; to allow it, add "fe80::1" to the setting network.allow',
    });
  });
});

describe('an address of a name', () => {
  it('is refused with the name, and both ways to allow it', () => {
    expect(addressVerdict(rules(), 'receiver.test', '10.0.0.7')).toEqual({
      allowed: false,
      reason:
        'receiver.test is at 10.0.0.7, a private address; to allow it, add "receiver.test" or "10.0.0.7" to the setting network.allow',
    });
  });

  it('is refused in every scope', () => {
    expect(addressVerdict(rules(['fe80::/10']), 'x.test', 'fe80::1%eth0').allowed).toBe(true);
    expect(addressVerdict(rules(), 'x.test', 'fe80::1%eth0')).toMatchObject({
      reason: expect.stringContaining('add "x.test" or "fe80::1" to'),
    });
  });

  it('that is none is refused', () => {
    expect(addressVerdict(rules(), 'x.test', 'nonsense').allowed).toBe(false);
  });
});

describe('network.allow', () => {
  it.each<[string, string, string, boolean]>([
    ['receiver', 'receiver', '172.18.0.3', true],
    ['Receiver.', 'receiver', '172.18.0.3', true],
    ['receiver', 'receiver.', '172.18.0.3', true],
    ['receiver', 'other', '172.18.0.3', false],
    ['receiver', 'evil.receiver', '172.18.0.3', false],
    ['*.svc.cluster.local', 'shop.default.svc.cluster.local', '10.96.0.9', true],
    ['*.svc.cluster.local', 'SHOP.default.svc.cluster.local.', '10.96.0.9', true],
    ['*.svc.cluster.local', 'svc.cluster.local', '10.96.0.9', false],
    ['*.svc.cluster.local', 'evilsvc.cluster.local', '10.96.0.9', false],
    ['*.svc.cluster.local', 'svc.cluster.local.evil.test', '10.96.0.9', false],
    ['bücher.example', 'xn--bcher-kva.example', '10.0.0.1', true],
    ['10.0.0.0/8', 'receiver', '10.96.0.9', true],
    ['10.0.0.0/8', '10.96.0.9', '10.96.0.9', true],
    ['10.0.0.0/8', 'receiver', '::ffff:10.96.0.9', true],
    ['10.0.0.0/8', 'receiver', '11.0.0.0', true],
    ['10.0.0.0/8', 'receiver', '192.168.0.1', false],
    ['10.96.0.9', '10.96.0.9', '10.96.0.9', true],
    ['10.96.0.9', '10.96.0.8', '10.96.0.8', false],
    ['[fd12::1]', 'receiver', 'fd12::1', true],
    ['0.0.0.0/0', 'receiver', '127.0.0.1', true],
    ['0.0.0.0/0', 'receiver', '::1', false],
    ['::/0', 'receiver', '::1', true],
    // A name that says an address is trusted by that address alone.
    ['*.nip.io', '10.0.0.1', '10.0.0.1', false],
  ])('%s: %s at %s → %s', (entry, host, address, allowed) => {
    expect(addressVerdict(rules([entry]), host, address).allowed).toBe(allowed);
  });

  it.each(['localhost', '127.0.0.1', '127.0.0.0/8', '0.0.0.0/0'])('%s opens localhost', (entry) => {
    expect(hostVerdict(rules([entry]), 'localhost')).toEqual({ allowed: true, byDefault: false });
  });

  it.each<[string, boolean]>([
    ['169.254.169.254', true],
    ['169.254.169.254/32', true],
    ['::ffff:169.254.169.254', true],
    ['169.254.0.0/16', false],
    ['0.0.0.0/0', false],
    ['metadata.google.internal', false],
    ['*.google.internal', false],
  ])('%s opens the metadata of a cloud: %s', (entry, allowed) => {
    const name = 'metadata.google.internal';
    expect(addressVerdict(rules([entry]), name, '169.254.169.254').allowed).toBe(allowed);
    expect(hostVerdict(rules([entry]), name).allowed).toBe(allowed);
    expect(hostVerdict(rules([entry]), '169.254.169.254').allowed).toBe(allowed);
  });

  it('tells how metadata is opened', () => {
    expect(hostVerdict(rules(['0.0.0.0/0']), '169.254.169.254')).toMatchObject({
      reason:
        '169.254.169.254 is a cloud metadata address; only the entry "169.254.169.254" in the setting network.allow allows it',
    });
  });

  it.each<[string, RegExp]>([
    ['', /must be a host name/],
    ['*', /0\.0\.0\.0\/0/],
    ['*.', /must be a host name/],
    ['http://receiver', /not a URL/],
    ['receiver:3000', /must be a host name/],
    ['user@receiver', /must be a host name/],
    ['a.*.test', /first label/],
    ['*.10.0.0.1', /must be a host name/],
    ['fe80::1%eth0', /must be a host name/],
    ['10.0.0.1/8', /has bits after/],
    ['receiver/path', /is not a range/],
    ['1.2.3.999', /must be a host name/],
  ])('refuses the entry %p', (entry, fault) => {
    expect(readAllowEntry(entry)).toMatch(fault);
  });

  it('never opens more than the entry says', () => {
    fc.assert(
      fc.property(ipv4Number, ipv4Number, (one, other) => {
        fc.pre(one !== other);
        const verdict = addressVerdict(rules([dotted(one)]), 'receiver', dotted(other));
        expect(verdict.allowed).toBe(isPublic(other));
      }),
    );
  });
});

describe('while developing', () => {
  it.each(['127.0.0.1', '[::1]', '10.0.0.1', '192.168.1.1', '[fd00::1]', 'localhost'])(
    '%s is allowed by default, and known to be',
    (host) => {
      expect(hostVerdict(development, host)).toEqual({ allowed: true, byDefault: true });
    },
  );

  it.each(['169.254.169.254', '[fd00:ec2::254]', '169.254.1.1', '0.0.0.0', '100.64.0.1'])(
    '%s is not',
    (host) => {
      expect(hostVerdict(development, host).allowed).toBe(false);
    },
  );

  it('the cloud metadata is refused in all IPv6 spellings', () => {
    const carriers = [0xffffn << 32n, 0x64ff9bn << 96n].map((high) => high | 0xa9fea9fen);
    const spelled = fc.constantFrom(...carriers).chain((value) => ipv6Spelling(value));
    fc.assert(
      fc.property(spelled, (text) => {
        expect(hostVerdict(development, `[${text}]`).allowed).toBe(false);
      }),
    );
  });
});

it('any IPv6 address has the same verdict in all its spellings', () => {
  const spelled = ipv6Number.chain((value) => fc.tuple(ipv6Spelling(value), ipv6Spelling(value)));
  fc.assert(
    fc.property(spelled, ([one, other]) => {
      expect(hostVerdict(rules(), `[${one}]`).allowed).toBe(
        hostVerdict(rules(), `[${other}]`).allowed,
      );
    }),
  );
});

it('ports are any, or those of the setting', () => {
  expect(portVerdict(rules(), 25).allowed).toBe(true);
  expect(portVerdict(rules([], { ports: [80, 443] }), 443).allowed).toBe(true);
  expect(portVerdict(rules([], { ports: [80, 443] }), 25)).toEqual({
    allowed: false,
    reason: 'port 25 is not one of the setting network.ports (80, 443)',
  });
});
