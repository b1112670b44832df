import type { Knex } from 'knex';
import { isAlreadyExists } from '../database-errors';
import type { Dialect, IndexDefinition } from '../dialect';
import type { Tables } from '../tables';

/** What a migration works with. */
export interface MigrationContext {
  readonly executor: Knex;
  readonly dialect: Dialect;
  readonly schemaName: string | undefined;
  /** Names for plain SQL. */
  readonly tables: Tables;
}

/**
 * One step in the life of the tables. Each statement must do nothing when it was done before:
 * MySQL commits every one of them, so a crash can leave any part.
 */
export interface Migration {
  readonly name: string;
  /** The version of the tables once it has run. */
  readonly version: number;
  /** The code that the tables need from then on; absent where older code reads them as before. */
  readonly minCodeVersion?: number;
  up(context: MigrationContext): Promise<void>;
}

const schemaOf = ({ executor, schemaName }: MigrationContext): Knex.SchemaBuilder =>
  schemaName === undefined ? executor.schema : executor.schema.withSchema(schemaName);

/**
 * Creates a table unless it exists.
 *
 * @param name - without the schema
 */
export const ensureTable = async (
  context: MigrationContext,
  name: string,
  build: (table: Knex.CreateTableBuilder) => void,
): Promise<void> => {
  if (await schemaOf(context).hasTable(name)) return;
  try {
    await schemaOf(context).createTable(name, (table) => {
      context.dialect.tableOptions(table);
      build(table);
    });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
};

/**
 * Adds columns unless they exist; each may be null.
 *
 * @param name - the table, without the schema
 */
export const ensureColumns = async (
  context: MigrationContext,
  name: string,
  columns: readonly (readonly [
    column: string,
    add: (table: Knex.AlterTableBuilder) => Knex.ColumnBuilder,
  ])[],
): Promise<void> => {
  for (const [column, add] of columns) {
    if (await schemaOf(context).hasColumn(name, column)) continue;
    await schemaOf(context).alterTable(name, (table) => {
      add(table).nullable();
    });
  }
};

/** An index, and what it may hold beyond what it sorts by. */
export interface IndexWish extends IndexDefinition {
  /** Further columns that queries read from it, where the database takes entries of this length. */
  readonly covers?: readonly string[];
}

/** Creates an index unless it exists; its condition is dropped where the database knows none. */
export const ensureIndex = (context: MigrationContext, wish: IndexWish): Promise<void> => {
  const { executor, dialect } = context;
  const { where, covers = [], ...index } = wish;
  return dialect.createIndex(executor, {
    ...index,
    ...(dialect.longIndexEntries && { columns: [...index.columns, ...covers] }),
    ...(where !== undefined && dialect.partialIndexes && { where }),
  });
};

/** Drops an index if it exists. */
export const dropIndex = (
  { executor, dialect }: MigrationContext,
  table: string,
  name: string,
): Promise<void> => dialect.dropIndex(executor, { table, name });
