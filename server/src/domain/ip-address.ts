/** An IP address as a number; how it was spelled is forgotten. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** All addresses that begin with the same bits. */
export interface IpRange extends IpAddress {
  /** How many bits they share; all of them for a single address. */
  readonly prefix: number;
}

const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const GROUP = /^[\da-f]{1,4}$/i;
const GROUP_COUNT = 8;
/** `::ffff:a.b.c.d`, which systems connect to as `a.b.c.d`. */
const MAPPED_BITS = 0xffffn;

/**
 * Reads an address as operating systems and DNS spell it: four decimal numbers, or IPv6 with or without a
 * zone (`fe80::1%eth0`). An IPv4-mapped address is the IPv4 address that it stands for.
 *
 * @param text - the address, without brackets
 * @returns the address, or null when it is none
 */
export const parseIpAddress = (text: string): IpAddress | null => {
  const dotted = parseDotted(text);
  if (dotted !== null) return { family: 4, value: dotted };
  const value = parseIpv6(text);
  if (value === null) return null;
  return value >> 32n === MAPPED_BITS
    ? { family: 4, value: lowestBits(value, 32) }
    : { family: 6, value };
};

/**
 * Reads a range in CIDR form.
 *
 * @param text - such as `10.0.0.0/8`
 * @returns the range, or what is wrong with it in words
 */
export const parseIpRange = (text: string): IpRange | string => {
  const [base = '', length = '', ...more] = text.split('/');
  const address = base.includes('%') ? null : parseIpAddress(base);
  if (address === null || more.length > 0) return 'is not a range such as 10.0.0.0/8';
  const isMapped = address.family === 4 && base.includes(':');
  const prefix = Number(length) - (isMapped ? 96 : 0);
  if (!/^\d{1,3}$/.test(length) || prefix < 0 || prefix > bitsOf(address)) {
    return `must have a prefix of at most ${isMapped ? 128 : bitsOf(address)} bits`;
  }
  if (lowestBits(address.value, bitsOf(address) - prefix) !== 0n) {
    return `has bits after the first ${length}; write the range's first address`;
  }
  return { ...address, prefix };
};

/**
 * The range that holds one address alone.
 *
 * @param address - the address
 */
export const rangeOfOne = (address: IpAddress): IpRange => ({
  ...address,
  prefix: bitsOf(address),
});

/**
 * Tells whether a range holds an address.
 *
 * @param range - the range
 * @param address - of any family
 */
export const contains = (range: IpRange, address: IpAddress): boolean => {
  if (range.family !== address.family) return false;
  const rest = BigInt(bitsOf(range) - range.prefix);
  return range.value >> rest === address.value >> rest;
};

/**
 * Tells whether a range is one address and no more.
 *
 * @param range - the range
 */
export const isSingle = (range: IpRange): boolean => range.prefix === bitsOf(range);

const bitsOf = ({ family }: IpAddress): number => (family === 4 ? 32 : 128);

const lowestBits = (value: bigint, count: number): bigint => BigInt.asUintN(count, value);

/** Numbers with leading zeros are none: some programs read them as octal. */
const parseDotted = (text: string): bigint | null => {
  const parts = DOTTED.exec(text)?.slice(1) ?? [];
  if (parts.length === 0) return null;
  if (parts.some((part) => Number(part) > 255 || String(Number(part)) !== part)) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
};

const parseIpv6 = (text: string): bigint | null => {
  const [address = '', zone, ...more] = text.split('%');
  if (zone === '' || more.length > 0) return null;
  const halves = withoutDotted(address)?.split('::') ?? [];
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = GROUP_COUNT - head.length - tail.length;
  const fits = halves.length === 2 ? missing > 0 : halves.length === 1 && missing === 0;
  const groups = [...head, ...Array.from({ length: fits ? missing : 0 }, () => '0'), ...tail];
  if (!fits || !groups.every((group) => GROUP.test(group))) return null;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
};

/** IPv6 may end in four decimal numbers; here they become its last two groups. */
const withoutDotted = (address: string): string | null => {
  const at = address.lastIndexOf(':') + 1;
  if (!address.includes('.') || at === 0) return address;
  const value = parseDotted(address.slice(at));
  if (value === null) return null;
  return `${address.slice(0, at)}${(value >> 16n).toString(16)}:${lowestBits(value, 16).toString(16)}`;
};
