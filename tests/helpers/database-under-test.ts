import { databaseServers, type TestDatabase } from './databases';

export type { TestDatabase } from './databases';

/**
 * A new database of the kind that `DURABLE_TEST_DATABASE` names (sqlite, postgres or mysql; SQLite
 * without it), so that the same integration suite runs on each.
 */
export const databaseUnderTest = async (): Promise<TestDatabase> => {
  const client = process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite';
  const server = databaseServers().find((candidate) => candidate.client === client);
  if (server === undefined)
    throw new Error(`DURABLE_TEST_DATABASE=${client}: no such database answers`);
  return server.create();
};
