import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** Builds the admin panel that the browser opens, once for all files, unless it is up to date. */
export default (): void => {
  execFileSync(process.execPath, ['scripts/build-playground.mjs'], { cwd: ROOT, stdio: 'inherit' });
};
