import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = resolve(__dirname, '..', '..', 'dist', 'admin');
const MOST_BYTES = 150_000;

const LANGUAGES = readdirSync(join(DIST, '..', '..', 'admin', 'src', 'translations')).map((file) =>
  file.replace('.json', ''),
);
const WORDS = new RegExp(`^(?:${LANGUAGES.join('|')})-.{8}\\.mjs$`);

const STATIC = /^(?:import|export)\b[^'";]*?(?:from\s*)?["'](\.\/[^"']+\.mjs)["']/gm;
const DYNAMIC = /import\(\s*["'](\.\/[^"']+\.mjs)["']\s*\)/g;

const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
const named = (file: string, pattern: RegExp): string[] =>
  [...read(file).matchAll(pattern)].map(([, path]) => (path ?? '').replace('./', ''));

/** A file and everything that is loaded with it. */
const withImports = (file: string, found: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
  found.has(file)
    ? found
    : named(file, STATIC).reduce<ReadonlySet<string>>(
        (so, next) => withImports(next, so),
        new Set([...found, file]),
      );

const gzipped = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);

describe('what the plugin adds to the admin panel', () => {
  const first = withImports('index.mjs');
  const files = readdirSync(DIST).filter((file) => file.endsWith('.mjs'));
  // Strapi asks for every language that its admin offers before it shows anything.
  const words = files.filter((file) => WORDS.test(file));
  const modules = files.filter((file) => !WORDS.test(file));

  it('is less than 150 kB gzip in the first load, with the words of every language', () => {
    expect(words).toHaveLength(LANGUAGES.length);
    const bytes = gzipped([...first, ...words]);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  it('leaves the screens, the charts and the code for receivers to the page that shows them', () => {
    const app = [...first]
      .flatMap((file) => named(file, DYNAMIC))
      .find((file) => file.startsWith('app-'));
    expect(app).toBeDefined();
    const atOnce = withImports(app ?? '', first);
    const holders = (words: string) => modules.filter((file) => read(file).includes(words));
    for (const words of ['onPointerMove', 'hash_hmac', 'form.delivery.title"', 'recover.open"']) {
      expect(holders(words)).not.toEqual([]);
      expect(holders(words).filter((file) => atOnce.has(file))).toEqual([]);
    }
  });

  it('stays under the same limit with every screen open', () => {
    const all = [...modules, ...words];
    expect(all.length).toBeGreaterThan(first.size);
    expect(gzipped(all)).toBeLessThan(MOST_BYTES);
  });
});
