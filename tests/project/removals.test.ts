import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

it('every protection that npm run test:removals takes away stands where it is looked for', () => {
  const code = `
    import { readFileSync } from 'node:fs';
    import { PROTECTIONS } from './tests/removals/protections.mjs';
    const gone = PROTECTIONS.flatMap(({ name, file = 'dist/server/index.js', edits }) => {
      const text = readFileSync(file, 'utf8');
      return edits.filter(([stands]) => !text.includes(stands)).map(([stands]) => [name, stands]);
    });
    console.log(JSON.stringify({ count: PROTECTIONS.length, gone }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  const { count, gone } = JSON.parse(stdout) as { count: number; gone: string[][] };
  expect(count).toBeGreaterThan(10);
  // One that was moved or indented in another way; the run itself takes too long to be the first to say so.
  expect(gone).toEqual([]);
});
