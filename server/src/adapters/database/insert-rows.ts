import type { Knex } from 'knex';
import { inBatches } from './batches';
import type { NewRow } from './rows';
import type { StoreContext } from './store-context';
import { atomically } from './transaction';

const MAX_ROWS_PER_STATEMENT = 500;
/** Well below the smallest default packet of MySQL and MariaDB, 16 MiB, also when every character is escaped. */
const MAX_CHARACTERS_PER_STATEMENT = 2 * 1024 * 1024;

export interface InsertOptions {
  /** A row whose value in this column exists already is left as it is. */
  readonly ignoreConflictOn?: string;
  /** Columns that SQL itself fills, the same for every row. */
  readonly expressions?: Readonly<Record<string, string>>;
}

const lengthOf = (row: NewRow): number => {
  let length = 0;
  for (const value of Object.values(row)) if (typeof value === 'string') length += value.length;
  return length;
};

const splitByLength = (rows: readonly NewRow[]): NewRow[][] => {
  const parts: NewRow[][] = [];
  let part: NewRow[] = [];
  let length = 0;
  for (const row of rows) {
    const rowLength = lengthOf(row);
    if (part.length > 0 && length + rowLength > MAX_CHARACTERS_PER_STATEMENT) {
      parts.push(part);
      part = [];
      length = 0;
    }
    part.push(row);
    length += rowLength;
  }
  if (part.length > 0) parts.push(part);
  return parts;
};

/** Integers and nulls go into the text: knex handles each binding several times, and most columns hold them. */
const sqlValue = (value: string | number | null, bindings: string[]): string => {
  if (value === null) return 'null';
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
    return String(value);
  }
  bindings.push(value);
  return '?';
};

/**
 * Inserts rows in as few statements as the database takes; all or none. All rows have the same columns.
 * Written as VALUES by hand because knex's builder costs twice as much for two hundred rows.
 */
export const insertRows = async (
  executor: Knex,
  context: StoreContext,
  table: string,
  rows: readonly NewRow[],
  options: InsertOptions = {},
): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const expressions = Object.entries(options.expressions ?? {});
  const rowsThatFit = Math.floor(context.dialect.maxBindings / (columns.length + 1));
  const parts = inBatches(rows, Math.min(MAX_ROWS_PER_STATEMENT, rowsThatFit)).flatMap(
    splitByLength,
  );

  const names = [...columns, ...expressions.map(([column]) => column)];
  const given = expressions.map(([, sql]) => sql);
  const head = `insert into ?? (${names.map(() => '??').join(', ')}) values `;
  const tail =
    options.ignoreConflictOn === undefined
      ? ''
      : ` ${context.dialect.ignoreConflict(options.ignoreConflictOn)}`;

  const insertAll = async (target: Knex): Promise<void> => {
    for (const part of parts) {
      const bindings: string[] = [table, ...names];
      const tuples = part.map((row) => {
        const values = columns.map((column) => sqlValue(row[column] ?? null, bindings));
        return `(${[...values, ...given].join(', ')})`;
      });
      await target.raw(`${head}${tuples.join(', ')}${tail}`, bindings);
    }
  };
  await (parts.length > 1 ? atomically(executor, context, insertAll) : insertAll(executor));
};
