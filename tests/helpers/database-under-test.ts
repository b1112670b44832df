import { databaseServers, type DatabaseServer, type TestDatabase } from './databases';

export type { TestDatabase } from './databases';

const serverUnderTest = (): DatabaseServer => {
  const client = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
  const server = databaseServers().find((candidate) => candidate.client === client);
  if (server === undefined)
    throw new Error(`DURABLE_TEST_DATABASE=${client}: no such database answers`);
  return server;
};

/**
 * A new and empty database of the kind that `DURABLE_TEST_DATABASE` names (sqlite, postgres or mysql; SQLite
 * without it), so that the same integration suite runs on each.
 */
export const databaseUnderTest = (): Promise<TestDatabase> => serverUnderTest().create();

/**
 * The same with the playground's tables in it, as they are after its first start. Making them takes a database
 * longer than most files of tests take; `install-playground.ts` does it once for a suite.
 */
export const installedDatabase = (): Promise<TestDatabase> =>
  serverUnderTest().create(process.env['DURABLE_TEST_INSTALLED']);
