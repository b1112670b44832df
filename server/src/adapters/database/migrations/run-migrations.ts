import type { Knex } from 'knex';
import { dialectOf } from '../dialect';
import { assertTablesReadable, META } from '../meta';
import { TABLE_NAMES, tablesIn } from '../tables';
import { createTables } from './0001-create-tables';
import { manage } from './0002-manage';
import { sealedUrls } from './0003-sealed-urls';
import { ordering } from './0004-ordering';
import { audit } from './0005-audit';
import { ensureTable, type Migration, type MigrationContext } from './migration';

/** Every migration, oldest first. */
export const MIGRATIONS: readonly Migration[] = [createTables, manage, sealedUrls, ordering, audit];

const ensureMeta = async ({ executor, dialect, tables }: MigrationContext): Promise<void> => {
  for (const [name, value] of [
    [META.schemaVersion, 0],
    [META.minCodeVersion, 1],
    [META.revision, 1],
    [META.coreRevision, 1],
    [META.declarations, 1],
    [META.fanOut, 1],
  ] as const) {
    await executor.raw(
      `insert into ?? (name, value) values (?, ?) ${dialect.ignoreConflict('name')}`,
      [tables.meta, name, value],
    );
  }
};

const migrate = async (migration: Migration, context: MigrationContext): Promise<void> => {
  const { executor, dialect, schemaName } = context;
  await ensureTable(context, TABLE_NAMES.meta, (table) => {
    table.specificType('name', dialect.keyType(64)).notNullable().primary();
    table.bigInteger('value').notNullable();
  });
  await ensureMeta(context);
  await assertTablesReadable(executor, schemaName);
  await migration.up(context);
  await raiseMeta(context, META.schemaVersion, migration.version);
  if (migration.minCodeVersion !== undefined) {
    await raiseMeta(context, META.minCodeVersion, migration.minCodeVersion);
  }
};

const raiseMeta = async (
  { executor, tables }: MigrationContext,
  name: string,
  value: number,
): Promise<void> => {
  await executor(tables.meta).where({ name }).where('value', '<', value).update({ value });
};

/**
 * Runs one migration in a transaction that the caller opened.
 *
 * @param executor - the transaction
 * @param migration - one of {@link MIGRATIONS}
 * @param schemaName - PostgreSQL's schema, if there is one
 * @throws PluginError `newer_tables`
 */
export const runMigration = async (
  executor: Knex,
  migration: Migration,
  schemaName?: string,
): Promise<void> => {
  const dialect = dialectOf(executor);
  const context = { executor, dialect, schemaName, tables: tablesIn(schemaName) };
  await dialect.alone(executor, 'migrate', () => migrate(migration, context));
};

/** Runs every migration without Strapi, each in a transaction of its own. */
export const runMigrations = async (knex: Knex, schemaName?: string): Promise<void> => {
  for (const migration of MIGRATIONS) {
    await knex.transaction((trx) => runMigration(trx, migration, schemaName));
  }
};

/** The part of `strapi.db` that migrations need. */
export interface MigratableDatabase {
  readonly migrations: {
    readonly providers: {
      readonly internal: {
        register(migration: {
          name: string;
          up(trx: Knex.Transaction, db: { getSchemaName(): string | undefined }): Promise<void>;
          down(): Promise<void>;
        }): void | Promise<void>;
      };
    };
  };
}

/**
 * Hands the migrations to Strapi, which runs those it has not run yet before it syncs its own tables and
 * before any plugin's bootstrap. To be called while plugins register.
 *
 * @param db - `strapi.db`
 */
export const registerMigrations = (db: MigratableDatabase): void => {
  for (const migration of MIGRATIONS) {
    void db.migrations.providers.internal.register({
      name: migration.name,
      up: (trx, database) => runMigration(trx, migration, database.getSchemaName()),
      // People's webhooks and logs are never dropped by machine.
      down: () => Promise.resolve(),
    });
  }
};
