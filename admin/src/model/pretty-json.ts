const TOKENS = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Characters that were escaped are readable; a number keeps every digit, which a parsed one would not. */
const readable = (token: string): string =>
  token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;

/**
 * Writes JSON over several lines.
 *
 * @param text - a body
 * @returns the same, readable; a text that is no JSON as it is
 */
export const prettyJson = (text: string): string => {
  if (!isJson(text)) return text;
  const tokens = text.match(TOKENS) ?? [];
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return tokens
    .map((token, index) => {
      if (token === '{' || token === '[') {
        depth += 1;
        const isEmpty = tokens[index + 1] === '}' || tokens[index + 1] === ']';
        return isEmpty ? token : `${token}${line()}`;
      }
      if (token === '}' || token === ']') {
        depth -= 1;
        const isEmpty = tokens[index - 1] === '{' || tokens[index - 1] === '[';
        return isEmpty ? token : `${line()}${token}`;
      }
      if (token === ',') return `,${line()}`;
      return token === ':' ? ': ' : readable(token);
    })
    .join('');
};

/**
 * Writes headers as they stand in a request.
 *
 * @param headers - names and values
 */
export const writeHeaders = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
