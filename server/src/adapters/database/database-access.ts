import type { Knex } from 'knex';
import type { Database, EventStore, SecretBox, Stores } from '../../pipeline/ports';
import { createEventStore } from './event-store';
import { delegatingStores } from './delegating-stores';
import { createKnexDatabase } from './knex-database';
import { createStoreContext } from './store-context';
import { createKnexStores } from './stores';
import { speakingInReasons, withoutStatements } from './without-statements';

/** The part of `strapi.db` that the stores need. */
export interface StrapiDatabase {
  readonly connection: Knex;
  getSchemaName(): string | undefined;
  inTransaction(): boolean;
  transaction(callback: (scope: { trx: Knex.Transaction }) => Promise<void>): Promise<unknown>;
}

/** The ways to the tables. Which one to take depends on whose transaction the work belongs to. */
export interface DatabaseAccess {
  /** For work of our own, as the dispatcher's: never part of anybody else's transaction. */
  readonly database: Database;
  /**
   * For work that a caller asks for: part of the caller's Strapi transaction where there is one. A second
   * connection may not be had while the caller holds the only one.
   */
  readonly joining: Database;
  /** Reads through the caller's Strapi transaction where there is one; says so. */
  read<T>(work: (stores: Stores, isCallersTransaction: boolean) => Promise<T>): Promise<T>;
  /** The events of a transaction that somebody else opened. */
  eventStoreFor(transaction: Knex.Transaction): EventStore;
}

/**
 * Opens the way to our tables in Strapi's database.
 *
 * @param options - `strapi.db`, and what seals secrets
 */
export const createDatabase = ({
  strapiDatabase,
  secretBox,
}: {
  readonly strapiDatabase: StrapiDatabase;
  readonly secretBox: SecretBox;
}): DatabaseAccess => {
  const context = createStoreContext(strapiDatabase.connection, {
    schemaName: strapiDatabase.getSchemaName(),
    secretBox,
  });
  const database = speakingInReasons(createKnexDatabase(strapiDatabase.connection, context));

  const callersStores = async (): Promise<Stores | null> => {
    if (!strapiDatabase.inTransaction()) return null;
    let current: Knex.Transaction | undefined;
    await strapiDatabase.transaction(({ trx }) => {
      current = trx;
      return Promise.resolve();
    });
    // Work that was started in a transaction and outlived it still finds it here.
    if (current === undefined || current.isCompleted()) return null;
    return createKnexStores(current, context);
  };

  const read: DatabaseAccess['read'] = async (work) => {
    const stores = await callersStores();
    return stores === null
      ? work(database.stores, false)
      : withoutStatements(() => work(stores, true));
  };

  return {
    database,
    joining: {
      stores: delegatingStores(database.stores, read),
      transaction: async (work) => {
        const stores = await callersStores();
        return stores === null ? database.transaction(work) : withoutStatements(() => work(stores));
      },
    },
    read,
    eventStoreFor: (transaction) => {
      const events = createEventStore(transaction, context);
      return { ...events, insert: (rows) => withoutStatements(() => events.insert(rows)) };
    },
  };
};
