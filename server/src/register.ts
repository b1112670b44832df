import type { Core } from '@strapi/types';
import { registerMigrations, takeTurnsToSync } from './adapters/database';
import { createLog } from './services/log';
import { registerPermissions } from './services/permissions';
import { readSettings } from './services/read-settings';
import { runtimeOf } from './services/runtimes';

/**
 * 1. Check the settings: a wrong one stops the boot here and names its key.
 * 2. Hand our migrations to Strapi, which runs them before any plugin's bootstrap writes a document,
 *    in one instance at a time.
 * 3. Put the plugin together; capture begins, so that it is there for the first of those documents.
 * 4. Make the permissions grantable to admin roles.
 */
export const register = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const { warnings } = readSettings(strapi);
  const log = createLog(strapi);
  warnings.forEach((warning) => {
    log.warn(warning);
  });
  registerMigrations(strapi.db);
  takeTurnsToSync(strapi);
  runtimeOf(strapi);
  await registerPermissions(strapi);
};
