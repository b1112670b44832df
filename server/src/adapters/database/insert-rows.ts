import { inBatches } from './batches';
import type { Executor } from './executor';
import type { Fragment } from './lock-rows';
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

interface Statement {
  readonly table: string;
  readonly columns: readonly string[];
  readonly expressions: readonly (readonly [column: string, sql: string])[];
  readonly rows: readonly NewRow[];
}

const headOf = ({ columns, expressions }: Statement): string =>
  `insert into ?? (${[...columns, ...expressions].map(() => '??').join(', ')})`;

const namesOf = ({ table, columns, expressions }: Statement): string[] => [
  table,
  ...columns,
  ...expressions.map(([column]) => column),
];

const sqlOf = ({ expressions }: Statement): string[] => expressions.map(([, sql]) => sql);

/** Written by hand because knex's builder costs twice as much for two hundred rows. */
const valuesInsert = (statement: Statement): Fragment => {
  const bindings = namesOf(statement);
  const given = sqlOf(statement);
  const tuples = statement.rows.map((row) => {
    const values = statement.columns.map((column) => sqlValue(row[column] ?? null, bindings));
    return `(${[...values, ...given].join(', ')})`;
  });
  return { sql: `${headOf(statement)} values ${tuples.join(', ')}`, bindings };
};

/** As JSON writes half of a surrogate pair, and no whole one. A text that spells it out is found too, and only takes longer. */
const HALF = /\\ud[89a-f]/;

const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** Half of a surrogate pair is U+FFFD to the driver, but an error to a reader of JSON. */
const jsonOf = (rows: readonly NewRow[]): string => {
  const text = JSON.stringify(rows);
  return HALF.test(text) ? JSON.stringify(rows, wellFormed) : text;
};

const jsonInsert = (statement: Statement, rowsOfJson: string): Fragment => {
  const { table, columns, rows } = statement;
  const selected = [...columns.map(() => '??'), ...sqlOf(statement)];
  return {
    sql: `${headOf(statement)} select ${selected.join(', ')} from ${rowsOfJson}`,
    bindings: [...namesOf(statement), ...columns, table, jsonOf(rows)],
  };
};

/** Inserts rows in as few statements as the database takes; all or none. All rows have the same columns. */
export const insertRows = async (
  executor: Executor,
  context: StoreContext,
  table: string,
  rows: readonly NewRow[],
  options: InsertOptions = {},
): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const { dialect } = context;
  const columns = Object.keys(first);
  const expressions = Object.entries(options.expressions ?? {});
  const rowsThatFit = Math.floor(dialect.maxBindings / (columns.length + 1));
  const parts = inBatches(rows, Math.min(MAX_ROWS_PER_STATEMENT, rowsThatFit)).flatMap(
    splitByLength,
  );
  const tail =
    options.ignoreConflictOn === undefined
      ? ''
      : ` ${dialect.ignoreConflict(options.ignoreConflictOn)}`;

  const insertAll = async (target: Executor): Promise<void> => {
    for (const part of parts) {
      const statement = { table, columns, expressions, rows: part };
      // The one row of a save is not worth a detour.
      const { sql, bindings } =
        dialect.rowsOfJson === null || part.length === 1
          ? valuesInsert(statement)
          : jsonInsert(statement, dialect.rowsOfJson);
      await target.raw(`${sql}${tail}`, [...bindings]);
    }
  };
  await (parts.length > 1 ? atomically(executor, context, insertAll) : insertAll(executor));
};
