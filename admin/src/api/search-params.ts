type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Value[]
  | { readonly [key: string]: Value };

const pairsOf = (name: string, value: Value): [string, string][] => {
  if (value === undefined || value === null) return [];
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => pairsOf(`${name}[${key}]`, inner));
  }
  return [[name, String(value)]];
};

/**
 * Writes a query as Strapi reads it, `filters[state][0]=failed`, with every value encoded:
 * Strapi's own client does not encode.
 *
 * @param url - the path
 * @param query - what is asked for; absent values are left out
 * @returns the path with its query string
 */
export const withQuery = (url: string, query: object): string => {
  const pairs = Object.entries(query).flatMap(([name, value]: [string, Value]) =>
    pairsOf(name, value),
  );
  if (pairs.length === 0) return url;
  const search = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  return `${url}?${search}`;
};
