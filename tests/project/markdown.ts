import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..', '..');

/** A row of a Markdown table: the text of each cell by the name of its column. */
export type TableRow = Readonly<Record<string, string>>;

/**
 * Reads the tables under one heading of the README, sub-headings included.
 *
 * @param heading - the heading's text, whatever its level
 * @returns every row of every table there
 */
export const readmeTable = (heading: string): TableRow[] => {
  const lines = linesOf('README.md');
  const start = lines.findIndex((line) => /^#+ /.test(line) && titleOf(line) === heading);
  if (start < 0) throw new Error(`README.md has no heading "${heading}"`);
  const level = levelOf(lines[start] ?? '');
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && levelOf(line) <= level);
  return rowsOf(end < 0 ? rest : rest.slice(0, end));
};

/** The blocks of code in a document that are marked as this language. */
export const codeBlocks = (path: string, language: string): string[] =>
  [
    ...readFileSync(resolve(ROOT, path), 'utf8').matchAll(
      new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'),
    ),
  ].map(([, code = '']) => code);

/** Reads every table of a document. */
export const tablesOf = (path: string): TableRow[] => rowsOf(linesOf(path));

const linesOf = (path: string): string[] => readFileSync(resolve(ROOT, path), 'utf8').split('\n');

/** The code in backticks that a cell begins with, or null. */
export const codeOf = (cell: string | undefined): string | null =>
  /^`([^`]+)`/.exec(cell ?? '')?.[1] ?? null;

const titleOf = (line: string): string => line.replace(/^#+ /, '').trim();
const levelOf = (line: string): number => line.length - line.replace(/^#+/, '').length;

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

const rowsOf = (lines: readonly string[]): TableRow[] => {
  const rows: TableRow[] = [];
  let columns: string[] | null = null;
  for (const line of lines) {
    if (!line.trim().startsWith('|')) {
      columns = null;
    } else if (columns === null) {
      columns = cellsOf(line);
    } else if (!/^[\s|:-]+$/.test(line)) {
      const cells = cellsOf(line);
      rows.push(Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])));
    }
  }
  return rows;
};
