import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT } from './markdown';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(resolve(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

/** The folders in which Node looks for a package that the one at `place` asks for. */
const searchedFrom = (place: string): string[] => {
  const folders = place.split('/node_modules/');
  return [...folders.keys()].map((at) =>
    folders.slice(0, folders.length - at).join('/node_modules/'),
  );
};

const isLocked = (name: string, from: string): boolean =>
  [...searchedFrom(from), ''].some(
    (folder) => packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined,
  );

describe('the lock file', () => {
  it('names the binaries of every platform: npm ci refuses one that does not (it once named those of Linux alone)', () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(name, place))
        .map((name) => `${place}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry, so that everybody installs from their own', () => {
    const bound = Object.entries(packages)
      .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
      .map(([place]) => place);
    expect(bound).toEqual([]);
  });

  it('has a checksum for each package, so that nobody is given another one', () => {
    const unchecked = Object.entries(packages)
      .filter(([place, { link }]) => place.includes('node_modules/') && link !== true)
      .filter(([, { integrity = '' }]) => !/^sha512-/.test(integrity))
      .map(([place]) => place);
    expect(unchecked).toEqual([]);
  });

  it('has a decision in allowScripts for each package with an install script, and for no other', () => {
    const { allowScripts } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
      allowScripts: Record<string, boolean>;
    };
    const withScripts = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([place]) => place.split('node_modules/').at(-1));
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(withScripts)].sort());
  });

  it('holds Strapi 5.54.0 and no other', () => {
    const versions = Object.entries(packages)
      .filter(([place]) => /node_modules\/@strapi\/(strapi|core|database|utils|admin)$/.test(place))
      .map(([place, { version }]) => `${place} ${version}`);
    expect(versions.filter((one) => !one.endsWith(' 5.54.0'))).toEqual([]);
  });
});
