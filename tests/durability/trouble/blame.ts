import type { DatabaseClient } from '../../helpers/databases';

/** How each driver says that the database failed it. */
const DRIVERS: Readonly<Record<DatabaseClient, RegExp>> = {
  sqlite: /^SQLITE_(FULL|READONLY|BUSY) /,
  postgres: /ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|^57P0[123] |not queryable/,
  mysql: /ECONNREFUSED|ECONNRESET|EPIPE|PROTOCOL_CONNECTION_LOST|in closed state/,
};

/**
 * Two that swallow what a driver said: knex the failure of a BEGIN, which shows at the first query after it,
 * and Strapi that of the queries with which it looks for relations.
 */
const SWALLOWED =
  /^Error: Transaction query already complete|^ValidationError: Invalid relations\n/;

const firstCauseOf = (failure: string): string => failure.split('\nCAUSED BY ').at(-1) ?? '';

/**
 * How the first cause of each failure begins: SQLite's driver says the code of the fault there.
 *
 * @param failures - as {@link notTheDatabases} takes them
 */
export const codesOf = (failures: readonly string[]): Set<string> =>
  new Set(failures.map((failure) => firstCauseOf(failure).replace(/ .*/s, '')));

/**
 * Those failures of saves that the database is not to blame for: a fault of ours, or a pool that ran empty.
 *
 * @param failures - what saves said that threw, each with its causes, the first cause last
 */
export const notTheDatabases = (client: DatabaseClient, failures: readonly string[]): string[] =>
  failures.filter((failure) => {
    if (DRIVERS[client].test(firstCauseOf(failure))) return false;
    return client === 'sqlite' || !SWALLOWED.test(failure);
  });
