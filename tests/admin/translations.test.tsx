import { parse } from '@formatjs/icu-messageformat-parser';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(__dirname, '..', '..', 'admin', 'src');
const FOLDER = join(SOURCE, 'translations');

const read = (file: string): Record<string, string> => {
  const content: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  return Object.fromEntries(
    Object.entries(content ?? {}).map(([key, text]): [string, string] => [key, String(text)]),
  );
};

const files = readdirSync(FOLDER);
const english = Object.keys(read('en.json'));

const code = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(SOURCE, name), 'utf8'))
  .join('\n');

/** Keys that are put together: `hint.${code}` uses whatever fits it. */
const patterns = [...code.matchAll(/`((?:[a-zA-Z-]+\.)+[a-zA-Z.-]*\$\{[^`]*)`/g)].map(
  ([, template = '']) =>
    new RegExp(
      `^${template
        .replace(/\$\{[^}]*\}/g, '\u0000')
        .replace(/[.*+?^()|[\]\\]/g, '\\$&')
        .replaceAll('\u0000', '.+')}$`,
    ),
);

const isUsed = (key: string): boolean =>
  code.includes(`'${key}'`) ||
  code.includes(`.${key}\``) ||
  patterns.some((pattern) => pattern.test(key));

describe('the words of the panel', () => {
  it('uses every key', () => {
    expect(english.filter((key) => !isUsed(key))).toEqual([]);
  });

  it.each(files)('%s has every key, sorted, and no other', (file) => {
    expect(Object.keys(read(file))).toEqual([...english].sort());
  });

  it.each(files)('%s can be read as ICU messages with the arguments of English', (file) => {
    const argumentsOf = (text: string): string[] => {
      const names = new Set<string>();
      const visit = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return;
        if ('type' in value && 'value' in value && typeof value.value === 'string') {
          if (typeof value.type === 'number' && value.type >= 1 && value.type <= 6) {
            names.add(value.value);
          }
        }
        Object.values(value).forEach(visit);
      };
      visit(parse(text));
      return [...names].sort();
    };
    const source = read('en.json');
    for (const [key, text] of Object.entries(read(file))) {
      const allowed = argumentsOf(source[key] ?? '');
      expect({ key, extra: argumentsOf(text).filter((one) => !allowed.includes(one)) }).toEqual({
        key,
        extra: [],
      });
      expect(text.trim()).not.toBe('');
    }
  });
});
