import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './markdown';

/**
 * Lists the files of a folder and of all folders in it.
 *
 * @param folder - from the repository's root
 * @returns paths from the repository's root
 */
export const filesUnder = (folder: string): string[] =>
  readdirSync(resolve(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
