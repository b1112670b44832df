import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ROOT } from './markdown';
import { filesUnder } from './source-files';

const LINES_AT_MOST = 250;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/;
/** Names that say nothing about what is inside. */
const NO_ROOMS = new Set(['utils', 'util', 'common', 'helpers', 'lib', 'shared', 'misc']);

const sources = ['server/src', 'admin/src', 'receiver/src'].flatMap(filesUnder);

describe('the rooms', () => {
  it('have names that say what is inside', () => {
    const named = sources.filter((file) =>
      dirname(file)
        .split('/')
        .some((folder) => NO_ROOMS.has(folder)),
    );
    expect(named).toEqual([]);
  });

  it(`hold no file of more than ${LINES_AT_MOST} lines`, () => {
    // A list of words does one thing, however many there are.
    const long = sources
      .filter((file) => !file.endsWith('.json'))
      .map((file) => ({
        file,
        lines: readFileSync(resolve(ROOT, file), 'utf8').trimEnd().split('\n').length,
      }))
      .filter(({ lines }) => lines > LINES_AT_MOST);
    expect(long).toEqual([]);
  });

  it('hold files of the server and the receiver in kebab-case', () => {
    const odd = [...filesUnder('server/src'), ...filesUnder('receiver/src')].filter(
      (file) => !KEBAB_CASE.test(basename(file)),
    );
    expect(odd).toEqual([]);
  });
});
