import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ENDPOINTS } from '../../server/src/contracts/endpoints';
import { ROOT } from './markdown';

const read = (path: string): string => readFileSync(resolve(ROOT, path), 'utf8');

describe('the OpenAPI document', () => {
  it('is valid, and what the contracts say now', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/openapi.mjs', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has no reference that leads nowhere', () => {
    const document: unknown = JSON.parse(read('docs/openapi.json'));
    const references = [...read('docs/openapi.json').matchAll(/"\$ref": "#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, path = ''] of references) {
      const target = path
        .split('/')
        .reduce<unknown>(
          (part, key) => (part as Record<string, unknown> | undefined)?.[key],
          document,
        );
      expect({ path, isThere: target !== undefined }).toEqual({ path, isThere: true });
    }
  });
});

it('docs/http-api.md names every route and every scope', () => {
  const page = read('docs/http-api.md');
  for (const [name, { method, path }] of Object.entries(ENDPOINTS)) {
    expect(page).toContain(`\`${method} ${path}\``);
    expect(page).toContain(`\`${name}\``);
  }
});
