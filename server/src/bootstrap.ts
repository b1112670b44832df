import type { Core } from '@strapi/types';
import { assertTablesReadable } from './adapters/database';
import { runtimeOf } from './services/runtimes';
import { registerAuditEvents } from './services/strapi-audit-log';

/**
 * 1. Stop when the tables were made by a newer version that this one cannot work with.
 * 2. Tell Strapi's audit log, where there is one, what we put on record.
 * 3. Make the webhooks of the settings: one that does not fit what exists here stops the boot.
 * 4. Deliver as soon as Strapi listens.
 */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await assertTablesReadable(strapi.db.connection, strapi.db.getSchemaName());
  registerAuditEvents(strapi);
  const runtime = runtimeOf(strapi);
  await runtime.prepare();
  runtime.start();
};
