import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** The last lines of `npm run test:durability`. */
const linesOf = (written: string, faults: readonly (readonly [string, string | null])[]) => {
  const code = `
    import { reportLines } from './scripts/run/kill-reports.mjs';
    const [written, faults] = ${JSON.stringify([written, faults])};
    console.log(reportLines(written, new Map(faults)).join('\\n'));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return stdout.trim().split('\n');
};

it('has a line for each database: its counts, or why there are none', () => {
  const mysql = '{"database":"mysql","rounds":24,"lost":0}';
  const sqlite = '{"database":"sqlite","rounds":50,"lost":1}';
  expect(
    linesOf(`${mysql}\n${sqlite}\n`, [
      ['sqlite', null],
      ['postgres', null],
      ['mysql', null],
    ]),
  ).toEqual([
    sqlite,
    '{"database":"postgres","notCounted":"the kills did not come to an end"}',
    mysql,
  ]);
  expect(linesOf('', [['mysql', 'no server answers']])).toEqual([
    '{"database":"mysql","notCounted":"no server answers"}',
  ]);
});
