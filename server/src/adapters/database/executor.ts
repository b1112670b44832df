import type { Knex } from 'knex';
import type { Row } from './rows';

/** What makes statements: knex, one of its transactions, or the connection of a transaction of our own. */
export interface Executor {
  (table: string): Knex.QueryBuilder;
  <Result>(table: string): Knex.QueryBuilder<Row, Result>;
  from(table: Knex.Raw | Knex.QueryBuilder): Knex.QueryBuilder;
  raw(sql: string, bindings?: readonly Knex.RawBinding[]): Knex.Raw;
  select<Result>(...columns: readonly (string | Knex.Raw)[]): Knex.QueryBuilder<Row, Result>;
  /** Whether all of its statements happen or none. */
  readonly isTransaction?: boolean;
  readonly client: ConnectionPool;
}

/** The part of knex's client that hands out connections. */
export interface ConnectionPool {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
}

/**
 * Makes statements on one connection, and on no other.
 *
 * @param executor - knex
 * @param connection - of its pool; whoever took it opens and ends the transaction
 * @returns `trx`, and what makes it refuse to make further ones: the connection belongs to others then
 */
export const onConnection = (
  executor: Executor,
  connection: unknown,
): { readonly trx: Executor; readonly end: () => void } => {
  let hasEnded = false;
  const own = (): unknown => {
    if (hasEnded) throw new Error('the transaction has ended already');
    return connection;
  };
  const trx: Executor = Object.assign(
    (table: string): Knex.QueryBuilder => executor(table).connection(own()),
    {
      from: (table: Knex.Raw | Knex.QueryBuilder) => executor.from(table).connection(own()),
      raw: (sql: string, bindings: readonly Knex.RawBinding[] = []) =>
        executor.raw(sql, bindings).connection(own()),
      select: <Result>(...columns: readonly (string | Knex.Raw)[]) =>
        executor.select<Result>(...columns).connection(own()),
      isTransaction: true,
      client: executor.client,
    },
  );
  return {
    trx,
    end: () => {
      hasEnded = true;
    },
  };
};

let transactions = 0;

/** Names the transaction that begins, as knex's own do: those who listen to its statements tell by it what belongs together. */
export const nameTransaction = (connection: unknown): void => {
  transactions += 1;
  mark(connection, '__knexTxId', `durable-webhooks-${transactions}`);
};

/** Makes the pool close a connection instead of handing it out again, as knex does with broken ones. */
export const discardConnection = (connection: unknown, reason: unknown): void => {
  mark(connection, '__knex__disposed', reason);
};

const mark = (connection: unknown, name: string, value: unknown): void => {
  if (typeof connection === 'object' && connection !== null) Reflect.set(connection, name, value);
};
