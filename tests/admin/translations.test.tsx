import { parse } from '@formatjs/icu-messageformat-parser';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textsUsedIn } from './helpers/used-words';

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

describe('the words of the panel', () => {
  it('uses every key', () => {
    const used = textsUsedIn(join(SOURCE, '..', 'tsconfig.json'), SOURCE);
    expect(english.filter((key) => !used.has(key))).toEqual([]);
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
