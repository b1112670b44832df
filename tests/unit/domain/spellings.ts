import fc from 'fast-check';

/** Any IPv4 address as a number. */
export const ipv4Number = fc.integer({ min: 0, max: 0xffff_ffff });

/** Any IPv6 address as a number. */
export const ipv6Number = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

/** Four decimal numbers. */
export const dotted = (value: number): string =>
  [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');

/** Eight groups, none left out. */
export const groups = (value: bigint): string[] =>
  Array.from({ length: 8 }, (_, at) => BigInt.asUintN(16, value >> BigInt(112 - 16 * at))).map(
    (group) => group.toString(16),
  );

const radix = fc.constantFrom<(part: number) => string>(
  (part) => String(part),
  (part) => `0${part.toString(8)}`,
  (part) => `0x${part.toString(16)}`,
  (part) => `0X${part.toString(16).toUpperCase()}`,
  (part) => `0x000${part.toString(16)}`,
);

/** As Unicode knows letters and digits a second time; URLs read them as the plain ones. */
const fullWidth = (text: string): string =>
  [...text]
    .map((letter) =>
      /[\da-zA-Z]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter,
    )
    .join('');
const ideographicDots = (text: string): string => text.replaceAll('.', '。');
const percent = (text: string): string =>
  [...text].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

const disguise = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `${text}.`,
  fullWidth,
  ideographicDots,
  percent,
);

/** An IPv4 address in any way that a URL may spell it: fewer parts, other radixes, other letters. */
export const ipv4Spelling = (value: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.array(radix, { minLength: 4, maxLength: 4 }),
      disguise,
    )
    .map(([count, radixes, disguised]) => {
      const bytes = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
      const first = bytes.slice(0, count - 1);
      const last = bytes.slice(count - 1).reduce((sum, byte) => sum * 256 + byte, 0);
      const parts = [...first, last].map((part, at) => radixes[at]?.(part) ?? String(part));
      return disguised(parts.join('.'));
    });

/** An IPv6 address in any way that people spell it: zeros left out or not, upper case, its end as IPv4. */
export const ipv6Spelling = (value: bigint): fc.Arbitrary<string> =>
  fc
    .record({ padded: fc.boolean(), upper: fc.boolean(), ipv4End: fc.boolean(), gap: fc.nat(8) })
    .map(({ padded, upper, ipv4End, gap }) => {
      const all = groups(value).map((group) => (padded ? group.padStart(4, '0') : group));
      const end = ipv4End ? [dotted(Number(BigInt.asUintN(32, value)))] : all.slice(6);
      const parts = [...all.slice(0, 6), ...end];
      const text = leaveOutZeros(parts, gap);
      return upper ? text.toUpperCase() : text;
    });

/** Puts `::` in the place of the zeros that begin at a group, when there are any. */
const leaveOutZeros = (parts: readonly string[], from: number): string => {
  let to = from;
  while (/^0+$/.test(parts[to] ?? '')) to += 1;
  if (to === from) return parts.join(':');
  return `${parts.slice(0, from).join(':')}::${parts.slice(to).join(':')}`;
};
