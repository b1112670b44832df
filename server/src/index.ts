import { bootstrap } from './bootstrap';
import controllers from './controllers';
import { destroy } from './destroy';
import policies from './policies';
import { register } from './register';
import routes from './routes';
import services from './services';

/** For TypeScript: what `strapi.plugin('durable-webhooks').service(name)` gives. */
export type { CoreImportService } from './services/core-import';
export type { DeliveriesService } from './services/deliveries-service';
export type { EventsService } from './services/events';
export type { StatsService } from './services/stats';
export type { WebhooksService } from './services/webhooks-service';

export default {
  register,
  bootstrap,
  destroy,
  config: { default: {}, validator: () => {} },
  services,
  controllers,
  routes,
  policies,
};
