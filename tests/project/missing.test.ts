import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { databaseServers } from '../helpers/databases';

const ROOT = resolve(__dirname, '..', '..');

/** Runs suites as `npm test` does; npm has the script `env` by itself. */
const runSuites = (suites: string, ci: string | undefined) => {
  const code = `
    import { runSuites } from './scripts/run/run-suites.mjs';
    process.exitCode = (await runSuites(${suites})) ? 0 : 1;`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, CI: ci },
  });
  return { status, lines: stdout.split('\n') };
};

const STRICT = ['true', '1'];
const LENIENT = [undefined, '', 'false'];

describe('a suite that cannot run', () => {
  const SUITES = `[
    { name: 'here', npmScript: 'env', budgetSeconds: 30 },
    { name: 'absent', npmScript: 'env', budgetSeconds: 30, fault: () => 'no server answers' },
  ]`;

  it.each(LENIENT)('is skipped, loudly and in the sum, with CI=%s', (ci) => {
    const { status, lines } = runSuites(SUITES, ci);
    expect(lines).toContain('!!! absent CANNOT RUN: no server answers');
    expect(lines).toContainEqual(expect.stringMatching(/^absent .* SKIPPED: cannot run$/));
    expect(lines).toContain('1 passed, 0 failed, 1 skipped');
    expect(status).toBe(0);
  });

  it.each(STRICT)('is a failure with CI=%s', (ci) => {
    const { status, lines } = runSuites(SUITES, ci);
    expect(lines).toContain('!!! absent CANNOT RUN: no server answers');
    expect(lines).toContainEqual(expect.stringMatching(/^absent .* FAILED: cannot run$/));
    expect(lines).toContain('1 passed, 1 failed');
    expect(status).toBe(1);
  });
});

it('a run in which nothing could run has not passed', () => {
  const { status, lines } = runSuites(
    `[{ name: 'absent', npmScript: 'env', budgetSeconds: 30, fault: () => 'no server answers' }]`,
    undefined,
  );
  expect(lines).toContain('0 passed, 0 failed, 1 skipped');
  expect(status).toBe(1);
});

it('a suite that needs longer than its budget is stopped and has failed', () => {
  const { status, lines } = runSuites(
    `[{ name: 'slow', npmScript: 'env', budgetSeconds: 0.001 }]`,
    undefined,
  );
  expect(lines).toContainEqual(expect.stringMatching(/^slow .* FAILED: over its time budget$/));
  expect(lines).toContain('0 passed, 1 failed');
  expect(status).toBe(1);
});

describe('a database that does not answer', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });
  /** No server listens on port 1. */
  const serversWith = (ci: string) => {
    process.env = {
      ...before,
      CI: ci,
      DURABLE_TEST_DATABASE: 'postgres',
      DURABLE_TEST_POSTGRES_URL: 'postgres://127.0.0.1:1',
    };
    return databaseServers();
  };

  it('is left out, loudly', () => {
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(serversWith('')).toEqual([]);
    expect(said.mock.calls.join()).toContain('!!! SKIPPED: every test on postgres');
    said.mockRestore();
  });

  it.each(STRICT)('is a failure with CI=%s', (ci) => {
    expect(() => serversWith(ci)).toThrow('no postgres answers at 127.0.0.1:1');
  });
});
