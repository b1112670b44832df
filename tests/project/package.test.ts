import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import ts from 'typescript';
import { codeOf, ROOT, tablesOf } from './markdown';
import { filesUnder } from './source-files';

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly bundleDependencies?: readonly string[];
  readonly files: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as Manifest;

const packedFiles = (): string[] => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pack] = JSON.parse(output) as [{ files: { path: string }[] }];
  return pack.files.map(({ path }) => path);
};

const MAY_BE_PACKED = [
  /^package\.json$/,
  /^(README|CHANGELOG|LICENSE)(\.md)?$/,
  /^strapi-(server|admin)\.js$/,
  /^dist\/(server|admin|receiver)\/[^/]+\.m?js$/,
  // A translation or a page that is loaded on demand is a chunk of its own.
  /^dist\/_chunks\/[^/]+\.m?js$/,
  /^dist\/(server|admin|receiver)\/src\/.+\.d\.ts$/,
];

/** Packages whose code a file loads; types alone cost nothing at run time. */
const loadedPackages = (file: string): string[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    if (ts.isExportDeclaration(statement) && statement.isTypeOnly) return [];
    if (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly === true) return [];
    const from = statement.moduleSpecifier;
    if (from === undefined || !ts.isStringLiteral(from) || from.text.startsWith('.')) return [];
    const parts = from.text.split('/');
    return [from.text.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')];
  });
};

const isBuiltin = (name: string): boolean =>
  name.startsWith('node:') || builtinModules.includes(name);

describe('the package', () => {
  const files = packedFiles();

  it('contains what it exports', () => {
    const exported = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string'
        ? [entry]
        : Object.entries(entry).flatMap(([name, path]) => (name === 'source' ? [] : [path])),
    );
    const missing = exported.filter((path) => !files.includes(path.replace(/^\.\//, '')));
    expect(missing).toEqual([]);
  });

  it('shows the same types to TypeScript as Strapi sets it up, which does not read exports', () => {
    const types = Object.entries(manifest.exports).flatMap(([name, entry]) =>
      typeof entry === 'string' ? [] : [[name.replace('./', ''), [entry['types']]]],
    );
    expect(manifest.typesVersions['*']).toEqual(Object.fromEntries(types));
  });

  it('contains nothing but built code, its types and the papers', () => {
    expect(files.filter((file) => !MAY_BE_PACKED.some((shape) => shape.test(file)))).toEqual([]);
  });

  it('says nothing about the machine that built it', () => {
    const telling = files.filter(
      (file) =>
        existsSync(resolve(ROOT, file)) &&
        readFileSync(resolve(ROOT, file), 'utf8').includes(`${ROOT}/`),
    );
    expect(telling).toEqual([]);
  });

  it('brings or asks for every package that the plugin loads', () => {
    const known = new Set([
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.peerDependencies),
    ]);
    const strangers = [...filesUnder('server/src'), ...filesUnder('admin/src')].flatMap((file) =>
      loadedPackages(resolve(ROOT, file))
        .filter((name) => !isBuiltin(name) && !known.has(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(strangers).toEqual([]);
  });

  it('loads every package that it brings', () => {
    const loaded = new Set(
      [...filesUnder('server/src'), ...filesUnder('admin/src')].flatMap((file) =>
        loadedPackages(resolve(ROOT, file)),
      ),
    );
    expect(Object.keys(manifest.dependencies).filter((name) => !loaded.has(name))).toEqual([]);
  });

  it('brings the packages that a decision justifies, and no other', () => {
    const rows = tablesOf('docs/decisions/0023-production-dependencies.md');
    const justified = rows.map((row) => codeOf(row['Package']));
    expect(justified.sort()).toEqual(Object.keys(manifest.dependencies).sort());
    for (const row of rows) expect(Object.values(row).filter((cell) => cell === '')).toEqual([]);
    expect(manifest.optionalDependencies).toBeUndefined();
    expect(manifest.bundleDependencies).toBeUndefined();
  });

  it('asks for the Strapi that the README and a decision name', () => {
    const [, minor] =
      /^\^5\.(\d+)\.0$/.exec(manifest.peerDependencies['@strapi/strapi'] ?? '') ?? [];
    const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');
    expect(read('README.md')).toContain(`You need Strapi 5.${minor} or a newer 5`);
    expect(read('docs/decisions/0025-strapi-from-5-32.md')).toContain(
      `\`@strapi/strapi ^5.${minor}.0\``,
    );
  });

  it('publishes the built code and the entry files, and says so itself', () => {
    expect([...manifest.files].sort()).toEqual(['dist', 'strapi-admin.js', 'strapi-server.js']);
  });

  it('runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
    expect(hooks.filter((name) => name in manifest.scripts)).toEqual([]);
  });

  it('loads no package where it is pure, and none in receivers', () => {
    const strangers = [...filesUnder('server/src/domain'), ...filesUnder('receiver/src')].flatMap(
      (file) => loadedPackages(resolve(ROOT, file)).filter((name) => !isBuiltin(name)),
    );
    expect(strangers).toEqual([]);
  });
});
