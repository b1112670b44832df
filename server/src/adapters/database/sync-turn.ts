import type { Knex } from 'knex';
import { dialectOf } from './dialect';

/** The part of Strapi that is needed to stand around its sync of the tables. */
export interface SyncingStrapi {
  readonly db: {
    readonly connection: Knex;
    readonly migrations: { shouldRun(): Promise<boolean> };
  };
  readonly config: { get(key: string): unknown };
  hook(name: string): { register(handler: () => Promise<void>): unknown };
}

/** Another connection is needed beside the one that syncs. */
const FEWEST_CONNECTIONS = 2;

/**
 * Lets one instance at a time through Strapi's sync of its own tables when our migrations are the reason for it.
 * Strapi syncs after every new migration; where several instances do so at once, as on the first start with this
 * plugin, MySQL and MariaDB refuse one of them a foreign key that another has just dropped. Who comes second finds
 * the migrations done, and has nothing to sync. To be called while plugins register.
 *
 * @param strapi - the Strapi
 */
export const takeTurnsToSync = (strapi: SyncingStrapi): void => {
  let endTurn: () => Promise<void> = () => Promise.resolve();

  strapi.hook('strapi::content-types.beforeSync').register(async () => {
    const { connection: knex, migrations } = strapi.db;
    const most = strapi.config.get('database.connection.pool.max');
    const hasRoom = typeof most !== 'number' || most >= FEWEST_CONNECTIONS;
    const dialect = dialectOf(knex);
    const isShared = (await dialect.lockMode(knex)) !== 'none';
    if (!hasRoom || !isShared || !(await migrations.shouldRun())) return;

    await new Promise<void>((begin, fail) => {
      const turn = knex.transaction((trx) =>
        dialect.alone(trx, 'sync', () => {
          begin();
          return new Promise<void>((end) => {
            endTurn = async () => {
              end();
              // A turn that the database has ended is over all the same: no reason to stop the boot.
              await turn.catch(() => undefined);
            };
          });
        }),
      );
      turn.catch(fail);
    });
  });

  strapi.hook('strapi::content-types.afterSync').register(() => endTurn());
};
