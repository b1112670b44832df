import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/** Notes of what was built from what. They are not in dist, which npm packs. */
const NOTES = join(root, 'node_modules', '.cache', 'durable-webhooks');
const SOURCES = [
  'server',
  'admin',
  'receiver',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

const filesAt = (place) => {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
};

const fingerprintOf = (places) => {
  const hash = createHash('sha256');
  for (const file of places.flatMap((place) => filesAt(join(root, place)))) {
    hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
};

/** Something that is built, and whether that has to be done again: neither what it is made from nor what came of it may have changed. */
const product = (name, from, into) => {
  const note = join(NOTES, name);
  const now = () => fingerprintOf([...from, into]);
  return {
    isBuilt: () =>
      existsSync(note) && existsSync(join(root, into)) && readFileSync(note, 'utf8') === now(),
    noteBuilt: () => {
      mkdirSync(dirname(note), { recursive: true });
      writeFileSync(note, now());
    },
  };
};

export const plugin = product('plugin', SOURCES, 'dist');
export const playgroundAdmin = product(
  'playground-admin',
  ['package-lock.json', 'dist/admin'],
  'playground/build',
);
