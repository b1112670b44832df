import { PluginError } from '../../errors/plugin-error';
import type { Executor } from './executor';
import { readInteger, type Row } from './rows';
import { tablesIn } from './tables';

/** What this code can work with; a migration that older code cannot live with raises the tables' minimum. */
export const CODE_VERSION = 2;

/** The rows of the meta table. */
export const META = {
  schemaVersion: 'schema_version',
  minCodeVersion: 'min_code_version',
  revision: 'revision',
  /** Moves when core's webhooks were turned off by an import. */
  coreRevision: 'core_revision',
  /** Locked by whoever compares the settings with the webhooks; its value says nothing. */
  declarations: 'declarations',
  /** Locked by whoever fans events out, while some webhook keeps an order; its value says nothing. */
  fanOut: 'fan_out',
  /** What the database's clock showed when a process noted it last. */
  clock: 'clock',
} as const;

/**
 * Reads one number of the meta table.
 *
 * @param metaTable - its name in SQL
 * @returns the number, or null when it is not there
 */
export const readMeta = async (
  executor: Executor,
  metaTable: string,
  name: string,
): Promise<number | null> => {
  const row = await executor(metaTable).first<Row | undefined>('value').where({ name });
  return row === undefined ? null : readInteger(row, 'value');
};

/** Moves one of the numbers that other instances watch. */
export const bumpMeta = async (
  executor: Executor,
  metaTable: string,
  name: string,
): Promise<void> => {
  await executor(metaTable).where({ name }).increment('value', 1);
};

/** Tells every instance that some webhook is not what it was. */
export const bumpRevision = (executor: Executor, metaTable: string): Promise<void> =>
  bumpMeta(executor, metaTable, META.revision);

/**
 * Stops a boot on tables that a newer version of the plugin made and this one would misread.
 *
 * @param executor - what makes the statements
 * @param schemaName - PostgreSQL's schema, if there is one
 * @throws PluginError `newer_tables`
 */
export const assertTablesReadable = async (
  executor: Executor,
  schemaName?: string,
): Promise<void> => {
  const needed = await readMeta(executor, tablesIn(schemaName).meta, META.minCodeVersion);
  if (needed !== null && needed > CODE_VERSION) {
    throw new PluginError('newer_tables', {
      detail: `they need version ${needed} of the table code, and this is version ${CODE_VERSION}`,
    });
  }
};
