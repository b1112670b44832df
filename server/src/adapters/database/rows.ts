/** A row as a driver returns it: numbers may be strings, booleans may be numbers. */
export type Row = Readonly<Record<string, unknown>>;

/** A row as it is written. */
export type NewRow = Readonly<Record<string, string | number | null>>;

const unexpected = (column: string, value: unknown): Error =>
  new Error(
    `the database returned an unexpected ${value === null ? 'null' : typeof value} in "${column}"`,
  );

export const readText = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== 'string') throw unexpected(column, value);
  return value;
};

export const readNullableText = (row: Row, column: string): string | null =>
  row[column] === null ? null : readText(row, column);

const INTEGER = /^-?\d+$/;

export const readInteger = (row: Row, column: string): number => {
  const value = row[column];
  const isText = typeof value === 'bigint' || (typeof value === 'string' && INTEGER.test(value));
  const parsed = isText ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isSafeInteger(parsed)) throw unexpected(column, value);
  return parsed;
};

export const readNullableInteger = (row: Row, column: string): number | null =>
  row[column] === null ? null : readInteger(row, column);

export const readFlag = (row: Row, column: string): boolean => {
  const value = row[column];
  return typeof value === 'boolean' ? value : readInteger(row, column) !== 0;
};

/** Reads a text that must be one of a list of words. */
export const readOneOf = <Word extends string>(
  row: Row,
  column: string,
  words: readonly Word[],
): Word => {
  const text = readText(row, column);
  const found = words.find((word) => word === text);
  if (found === undefined) throw unexpected(column, text);
  return found;
};

export const readNullableOneOf = <Word extends string>(
  row: Row,
  column: string,
  words: readonly Word[],
): Word | null => (row[column] === null ? null : readOneOf(row, column, words));

/** Reads a text that must be of a certain form, such as an id. */
export const readChecked = <Form extends string>(
  row: Row,
  column: string,
  isForm: (text: string) => text is Form,
): Form => {
  const text = readText(row, column);
  if (!isForm(text)) throw unexpected(column, text);
  return text;
};

export const readCheckedNumber = <Form extends number>(
  row: Row,
  column: string,
  isForm: (value: number) => value is Form,
): Form => {
  const value = readInteger(row, column);
  if (!isForm(value)) throw unexpected(column, value);
  return value;
};

/**
 * Makes a text from outside fit for every database: PostgreSQL refuses the NUL character, and a
 * hostile response must not keep its own attempt from being recorded.
 */
export const storable = (text: string): string => text.replaceAll('\0', '\uFFFD');

export const storableOrNull = (text: string | null): string | null =>
  text === null ? null : storable(text);

/** Instants and durations are whole milliseconds in the tables. */
export const wholeMs = (ms: number): number => Math.round(ms);

export const wholeMsOrNull = (ms: number | null): number | null =>
  ms === null ? null : wholeMs(ms);
