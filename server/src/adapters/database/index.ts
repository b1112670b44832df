export { createDatabase, type DatabaseAccess, type StrapiDatabase } from './database-access';
export { createKnexDatabase } from './knex-database';
export { assertTablesReadable } from './meta';
export { registerMigrations, runMigrations } from './migrations/run-migrations';
export { takeTurnsToSync } from './sync-turn';
export { createStoreContext, type StoreContext } from './store-context';
export { createKnexStores } from './stores';
