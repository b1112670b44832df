import type { Knex } from 'knex';
import { fieldOf } from './database-errors';
import type { Executor } from './executor';

/** How a claim keeps its rows from others: skips theirs, waits for them, or is alone anyway. */
export type LockMode = 'skip-locked' | 'wait' | 'none';

/** Our own migrations, and Strapi's way through its tables after them. */
export type AloneWork = 'migrate' | 'sync';

/** What differs between the databases. Nothing outside of this file asks which one it is. */
export interface Dialect {
  /** SQL for the database's clock, in whole milliseconds since 1970. */
  readonly nowMs: string;
  /** Whether that is this process's clock: the database has no process of its own. */
  readonly hasOurClock: boolean;
  /** The statements that open each of our transactions. */
  readonly begin: readonly string[];
  /** Whether the database has ended the connection's transaction by itself, so that there is nothing to roll back. */
  isOver(connection: unknown): boolean;
  readonly maxBindings: number;
  /** Whether a binding may be a list. */
  readonly arrays: boolean;
  /** SQL that reads rows of a table (`??`) from one JSON text (`?`), where that is cheaper than a list of values. */
  readonly rowsOfJson: string | null;
  readonly partialIndexes: boolean;
  /** Whether sockets and timers have their turn while a statement runs. better-sqlite3 works in our thread. */
  readonly yields: boolean;
  /** Whether an index entry may hold several long texts. */
  readonly longIndexEntries: boolean;
  /** Whether a statement can be asked for what it wrote. */
  readonly returning: boolean;
  /** Ends an insert so that a row whose `column` exists already is left as it is. */
  ignoreConflict(column: string): string;
  /** The type of a column that holds our own ids: compared and sorted byte by byte. */
  keyType(length: number): string;
  /** Makes a query take this index where the optimiser is known to be tempted by another. */
  indexHint(index: string): string;
  tableOptions(table: Knex.CreateTableBuilder): void;
  createIndex(executor: Executor, index: IndexDefinition): Promise<void>;
  dropIndex(executor: Executor, index: Pick<IndexDefinition, 'name' | 'table'>): Promise<void>;
  lockMode(executor: Executor): Promise<LockMode>;
  /** Keeps other instances from doing the same at the same time, until `work` or its transaction ends. */
  alone(executor: Executor, doing: AloneWork, work: () => Promise<void>): Promise<void>;
}

export interface IndexDefinition {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
  /** Rows outside of this condition are left out where the database can. */
  readonly where?: string;
}

const createOf = ({ unique }: IndexDefinition): string =>
  unique === true ? 'create unique index' : 'create index';

const createIndexIfMissing = async (executor: Executor, index: IndexDefinition): Promise<void> => {
  const columns = index.columns.map(() => '??').join(', ');
  const where = index.where === undefined ? '' : ` where ${index.where}`;
  await executor.raw(`${createOf(index)} if not exists ?? on ?? (${columns})${where}`, [
    index.name,
    index.table,
    ...index.columns,
  ]);
};

const sqlite: Dialect = {
  nowMs:
    "(cast(strftime('%s', 'now') as integer) * 1000 + cast(substr(strftime('%f', 'now'), 4) as integer))",
  hasOurClock: true,
  // A transaction that reads first and writes later fails at once when another process wrote between;
  // taking the write lock first makes it wait its turn.
  begin: ['begin immediate'],
  // As when the disk is full.
  isOver: (connection) => fieldOf(connection, 'inTransaction') === false,
  maxBindings: 32_766,
  arrays: false,
  rowsOfJson: null,
  partialIndexes: true,
  yields: false,
  longIndexEntries: true,
  returning: true,
  ignoreConflict: (column) => `on conflict (${column}) do nothing`,
  keyType: (length) => `varchar(${length})`,
  indexHint: () => '',
  tableOptions: () => undefined,
  createIndex: createIndexIfMissing,
  dropIndex: async (executor, { name }) => {
    await executor.raw('drop index if exists ??', [name]);
  },
  lockMode: () => Promise.resolve('none'),
  // Writing first, because a migration that has only read so far cannot wait for another process.
  alone: async (executor, _doing, work) => {
    await executor.raw('create table if not exists durable_webhooks_migrating (id integer)');
    await executor.raw('drop table durable_webhooks_migrating');
    await work();
  },
};

const LOCKS = { migrate: 6_877_230_771, sync: 6_877_230_772 } as const;

const postgres: Dialect = {
  nowMs: '(floor(extract(epoch from clock_timestamp()) * 1000)::bigint)',
  hasOurClock: false,
  // Before PostgreSQL has analysed the events, it takes few of them for new: it would read all that are and sort them, for
  // the oldest of them. Nothing that our transactions ask for is better off with a bitmap.
  begin: ['begin transaction isolation level read committed; set local enable_bitmapscan = off'],
  isOver: () => false,
  maxBindings: 65_535,
  arrays: true,
  rowsOfJson: 'json_populate_recordset(null::??, ?)',
  partialIndexes: true,
  yields: true,
  longIndexEntries: true,
  returning: true,
  ignoreConflict: (column) => `on conflict (${column}) do nothing`,
  keyType: (length) => `varchar(${length}) collate "C"`,
  indexHint: () => '',
  tableOptions: () => undefined,
  createIndex: createIndexIfMissing,
  // An index lives in the schema of its table, and its name alone is looked for in others.
  dropIndex: async (executor, { name, table }) => {
    const schema = table.split('.').slice(0, -1);
    await executor.raw('drop index if exists ??', [[...schema, name].join('.')]);
  },
  lockMode: () => Promise.resolve('skip-locked'),
  alone: async (executor, doing, work) => {
    await executor.raw('select pg_advisory_xact_lock(?)', [LOCKS[doing]]);
    await work();
  },
};

const LOCK_NAMES = { migrate: 'durable-webhooks:', sync: 'durable-webhooks-sync:' } as const;
const lockName = (doing: AloneWork) => `sha1(concat('${LOCK_NAMES[doing]}', database()))`;
const LOCK_SECONDS = 120;
const DUPLICATE_INDEX = 1061;
const MISSING_INDEX = 1091;

const createMySql = (): Dialect => {
  let mode: LockMode | undefined;
  return {
    // Not unix_timestamp(now()): the hour that daylight saving repeats would be read twice the same.
    nowMs: "(timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000)",
    hasOurClock: false,
    // At the default, repeatable read, a save waits for a claim, a fan-out or a prune to end.
    begin: ['set transaction isolation level read committed', 'begin'],
    isOver: () => false,
    maxBindings: 65_535,
    arrays: false,
    rowsOfJson: null,
    partialIndexes: false,
    yields: true,
    // 3,072 bytes, counted at four for every character that a column may hold.
    longIndexEntries: false,
    returning: false,
    // INSERT IGNORE would also swallow truncated values.
    ignoreConflict: (column) => `on duplicate key update ${column} = ${column}`,
    keyType: (length) => `varchar(${length})`,
    indexHint: (index) => `force index (${index})`,
    tableOptions: (table) => {
      table.engine('InnoDB');
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    },
    createIndex: async (executor, index) => {
      const columns = index.columns.map(() => '??').join(', ');
      try {
        await executor.raw(`${createOf(index)} ?? on ?? (${columns})`, [
          index.name,
          index.table,
          ...index.columns,
        ]);
      } catch (error) {
        if (fieldOf(error, 'errno') !== DUPLICATE_INDEX) throw error;
      }
    },
    dropIndex: async (executor, { name, table }) => {
      try {
        await executor.raw('drop index ?? on ??', [name, table]);
      } catch (error) {
        if (fieldOf(error, 'errno') !== MISSING_INDEX) throw error;
      }
    },
    lockMode: async (executor) => {
      mode ??= mysqlLockMode(await readVersion(executor));
      return mode;
    },
    alone: async (executor, doing, work) => {
      await executor.raw(`select get_lock(${lockName(doing)}, ${LOCK_SECONDS})`);
      try {
        await work();
      } finally {
        await executor.raw(`select release_lock(${lockName(doing)})`);
      }
    },
  };
};

const readVersion = async (executor: Executor): Promise<string> => {
  const rows: unknown[] = await executor.select(executor.raw('version() as version'));
  return String(fieldOf(rows[0], 'version'));
};

/** MySQL has SKIP LOCKED since 8.0, MariaDB since 10.6. */
export const mysqlLockMode = (version: string): LockMode => {
  const [major = 0, minor = 0] = version
    .replace(/^5\.5\.5-/, '')
    .split('.')
    .map(Number);
  const skips = /mariadb/i.test(version) ? major > 10 || (major === 10 && minor >= 6) : major >= 8;
  return skips ? 'skip-locked' : 'wait';
};

/**
 * Finds the dialect of a connection.
 *
 * @param executor - what makes the statements
 * @returns what differs for its database
 * @throws Error when it is none of Strapi's databases
 */
export const dialectOf = (executor: Executor): Dialect => {
  const name = fieldOf(executor.client, 'dialect');
  if (name === 'sqlite3') return sqlite;
  if (name === 'postgresql') return postgres;
  if (name === 'mysql') return createMySql();
  throw new Error(`the database "${String(name)}" is not supported`);
};
