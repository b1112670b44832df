import { BlockList, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';

import { contains, parseIpAddress, parseIpRange } from '../../../server/src/domain/ip-address';
import { readHost } from '../../../server/src/domain/host';
import { dotted, groups, ipv4Number, ipv4Spelling, ipv6Number, ipv6Spelling } from './spellings';

const isMapped = (value: bigint): boolean => value >> 32n === 0xffffn;

describe('an address', () => {
  it('is read from four decimal numbers', () => {
    fc.assert(
      fc.property(ipv4Number, (value) => {
        expect(parseIpAddress(dotted(value))).toEqual({ family: 4, value: BigInt(value) });
      }),
    );
  });

  it('is read from every spelling of IPv6', () => {
    const spelled = ipv6Number.chain((value) => fc.tuple(fc.constant(value), ipv6Spelling(value)));
    fc.assert(
      fc.property(spelled, ([value, text]) => {
        fc.pre(!isMapped(value));
        expect(parseIpAddress(text)).toEqual({ family: 6, value });
      }),
      { numRuns: 500 },
    );
  });

  it('is read from sparse IPv6, where zeros are left out', () => {
    const sparse = fc
      .array(fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 0xffffn })), {
        minLength: 8,
        maxLength: 8,
      })
      .map((parts) => parts.reduce((value, part) => (value << 16n) | part, 0n));
    const spelled = sparse.chain((value) => fc.tuple(fc.constant(value), ipv6Spelling(value)));
    fc.assert(
      fc.property(spelled, ([value, text]) => {
        fc.pre(!isMapped(value));
        expect(parseIpAddress(text)?.value).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it('that IPv6 maps is the IPv4 one', () => {
    const spelled = ipv4Number.chain((value) =>
      fc.tuple(fc.constant(value), ipv6Spelling((0xffffn << 32n) | BigInt(value))),
    );
    fc.assert(
      fc.property(spelled, ([value, text]) => {
        expect(parseIpAddress(text)).toEqual({ family: 4, value: BigInt(value) });
      }),
    );
  });

  it('is what Node takes for one, and nothing else', () => {
    const character = fc.constantFrom(...'0123456789abcdefF:.x%'.split(''));
    const text = fc.oneof(
      fc.string({ unit: character, maxLength: 30 }),
      fc
        .array(fc.constantFrom('::', ':', '0', 'ff', '1.2.3.4', '65535', 'abcde', '256', '.'), {
          maxLength: 12,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        fc.pre(!candidate.includes('%'));
        expect(parseIpAddress(candidate) !== null).toBe(isIPv4(candidate) || isIPv6(candidate));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['fe80::1%eth0', 'fe80::1%25eth0', 'FE80::1%1'])('may have a zone (%s)', (text) => {
    expect(parseIpAddress(text)).toEqual(parseIpAddress('fe80::1'));
  });

  it.each([
    '',
    '%eth0',
    'fe80::1%',
    'fe80::1%a%b',
    '127.0.0.1%eth0',
    '127.0.0.01',
    '1.2.3',
    ' ::1',
  ])('is not %p', (text) => {
    expect(parseIpAddress(text)).toBeNull();
  });
});

describe('a host', () => {
  it('is its address in every spelling that a URL allows', () => {
    const spelled = ipv4Number.chain((value) => fc.tuple(fc.constant(value), ipv4Spelling(value)));
    fc.assert(
      fc.property(spelled, ([value, text]) => {
        expect(readHost(text)).toEqual({ family: 4, value: BigInt(value) });
        expect(readHost(new URL(`http://${text}/`).hostname)).toEqual(readHost(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('is its IPv6 address in brackets too', () => {
    const spelled = ipv6Number.chain((value) => fc.tuple(fc.constant(value), ipv6Spelling(value)));
    fc.assert(
      fc.property(spelled, ([, text]) => {
        expect(readHost(`[${text}]`)).toEqual(parseIpAddress(text));
        expect(readHost(new URL(`http://[${text}]/`).hostname)).toEqual(parseIpAddress(text));
      }),
    );
  });

  it.each([
    ['EXAMPLE.com.', 'example.com'],
    ['b\u00fccher.example', 'xn--bcher-kva.example'],
    ['\u24d4xample.com', 'example.com'],
    ['receiver', 'receiver'],
    ['my_receiver.internal', 'my_receiver.internal'],
  ])('%s is the name %s', (host, name) => {
    expect(readHost(host)).toBe(name);
  });

  it.each(['', 'a b', 'a/b', 'a:80', 'user@host', 'a?b', '1.2.3.256', '[fe80::1', 'a\\b'])(
    'is not %p',
    (host) => {
      expect(readHost(host)).toBeNull();
    },
  );
});

describe('a range', () => {
  it('holds what Node says that it holds', () => {
    const bits = (family: 4 | 6): number => (family === 4 ? 32 : 128);
    const text = (family: 4 | 6, value: bigint): string =>
      family === 4 ? dotted(Number(value)) : groups(value).join(':');
    const pair = fc.constantFrom<4 | 6>(4, 6).chain((family) =>
      fc.record({
        family: fc.constant(family),
        prefix: fc.integer({ min: 0, max: bits(family) }),
        value: fc.bigInt({ min: 0n, max: (1n << BigInt(bits(family))) - 1n }),
        flipped: fc.nat(bits(family)),
      }),
    );
    fc.assert(
      fc.property(pair, ({ family, prefix, value, flipped }) => {
        const rest = BigInt(bits(family) - prefix);
        const base = (value >> rest) << rest;
        fc.pre(family === 4 || !isMapped(base));
        // One bit away from the range's own address: near its edge, inside or outside.
        const other = BigInt.asUintN(bits(family), value ^ (1n << BigInt(flipped)));
        fc.pre(family === 4 || !isMapped(other));
        const list = new BlockList();
        list.addSubnet(text(family, base), prefix, family === 4 ? 'ipv4' : 'ipv6');
        const range = parseIpRange(`${text(family, base)}/${prefix}`);
        const address = parseIpAddress(text(family, other));
        if (typeof range === 'string' || address === null) throw new Error('not read');
        expect(contains(range, address)).toBe(
          list.check(text(family, other), family === 4 ? 'ipv4' : 'ipv6'),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('of mapped addresses is one of IPv4', () => {
    expect(parseIpRange('::ffff:10.0.0.0/104')).toEqual(parseIpRange('10.0.0.0/8'));
  });

  it.each([
    ['10.0.0.1/8', /has bits after the first 8/],
    ['10.0.0.0/33', /at most 32/],
    ['::/129', /at most 128/],
    ['::ffff:0.0.0.0/95', /at most 128/],
    ['10.0.0.0/', /prefix/],
    ['10.0.0.0/x', /prefix/],
    ['10.0.0.0/8/8', /is not a range/],
    ['example.com/8', /is not a range/],
    ['fe80::%eth0/10', /is not a range/],
    ['10.0/8', /is not a range/],
  ])('is not %s', (text, fault) => {
    expect(parseIpRange(text)).toMatch(fault);
  });
});
