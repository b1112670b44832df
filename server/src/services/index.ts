import type { Core } from '@strapi/types';
import type { AuditService } from './audit';
import type { CoreImportService } from './core-import';
import type { DeliveriesService } from './deliveries';
import type { EncryptionService } from './encryption';
import type { EventsService } from './events';
import { runtimeOf } from './runtimes';
import type { StatsService } from './stats';
import type { WebhooksService } from './webhooks';

export interface FactoryContext {
  readonly strapi: Core.Strapi;
}

/** The public API for scripts and other plugins: `strapi.plugin('durable-webhooks').service(name)`. */
export default {
  webhooks: ({ strapi }: FactoryContext): WebhooksService => runtimeOf(strapi).webhooks,
  deliveries: ({ strapi }: FactoryContext): DeliveriesService => runtimeOf(strapi).deliveries,
  events: ({ strapi }: FactoryContext): EventsService => runtimeOf(strapi).events,
  audit: ({ strapi }: FactoryContext): AuditService => runtimeOf(strapi).audit,
  encryption: ({ strapi }: FactoryContext): EncryptionService => runtimeOf(strapi).encryption,
  stats: ({ strapi }: FactoryContext): StatsService => runtimeOf(strapi).stats,
  'core-import': ({ strapi }: FactoryContext): CoreImportService => runtimeOf(strapi).coreImport,
};
