/** How lists are written: `a[0]=1`, `a[]=1`, `a=1`, `a[$in][0]=1`; and what is no list, with `$eq`. */
export type QueryStyle = 'indices' | 'empty' | 'repeat' | '$in' | '$eq';

/**
 * Writes a value as a query string, as Strapi's clients do.
 *
 * @param value - what is no object at the top has no name and is left out
 * @param style - how lists are written
 */
export const queryText = (value: unknown, style: QueryStyle): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .flatMap(([name, item]) => pairs(encoded(name), item, style))
        .join('&')
    : '';

const pairs = (name: string, value: unknown, style: QueryStyle): string[] => {
  if (Array.isArray(value)) {
    return value.flatMap((item, at) => pairs(`${name}${listPart(style, at)}`, item, style));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) =>
      pairs(`${name}[${encoded(key)}]`, item, style),
    );
  }
  return [`${style === '$eq' ? `${name}[$eq]` : name}=${encoded(String(value))}`];
};

const listPart = (style: QueryStyle, at: number): string => {
  if (style === 'empty') return '[]';
  if (style === 'repeat') return '';
  return style === '$in' ? `[$in][${at}]` : `[${at}]`;
};

/** Shorthands stay readable, and half a surrogate pair becomes the bytes that it would be. */
const encoded = (text: string): string =>
  text
    .split(/(@\w+(?::\w+)?@)/)
    .map((part, at) => (at % 2 === 1 ? part : encodedPart(part)))
    .join('');

const encodedPart = (text: string): string =>
  Array.from(text, (character) =>
    /^[\ud800-\udfff]$/.test(character) ? '%ED%A0%80' : encodeURIComponent(character),
  ).join('');
