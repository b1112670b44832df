import type { Core } from '@strapi/strapi';
import type { DeliveryDetail, DeliveryView } from '../../server/src/contracts/delivery';
import type { DeliveriesService } from '../../server/src/services/deliveries';
import type { EventsService } from '../../server/src/services/events';
import type { WebhooksService } from '../../server/src/services/webhooks';
import { waitUntil } from './wait-until';

/** The plugin's public services, typed. */
export interface PluginUnderTest {
  readonly webhooks: WebhooksService;
  readonly deliveries: DeliveriesService;
  readonly events: EventsService;
  /** The deliveries of a webhook without its pings, oldest first, once the condition holds. */
  deliveriesWhen(
    webhookId: number,
    condition: (deliveries: readonly DeliveryView[]) => boolean,
  ): Promise<DeliveryView[]>;
  /** One delivery with its attempts, once the condition holds. */
  deliveryWhen(
    id: string,
    condition: (delivery: DeliveryDetail) => boolean,
  ): Promise<DeliveryDetail>;
}

/** The plugin as it runs in a booted app. */
export const pluginOf = (strapi: Core.Strapi): PluginUnderTest => {
  const plugin = strapi.plugin('durable-webhooks');
  const webhooks: WebhooksService = plugin.service('webhooks');
  const deliveries: DeliveriesService = plugin.service('deliveries');
  const events: EventsService = plugin.service('events');
  return {
    webhooks,
    deliveries,
    events,
    deliveriesWhen: (webhookId, condition) =>
      waitUntil(
        async () => {
          const all = await deliveries.list({ webhookId, limit: 500 });
          return all.filter(({ topic }) => topic !== 'ping').reverse();
        },
        condition,
        `the deliveries of webhook ${webhookId}`,
      ),
    deliveryWhen: (id, condition) =>
      waitUntil(() => deliveries.find(id), condition, `delivery ${id}`),
  };
};

/** Settings with which failures, retries and recovery take moments instead of hours. */
export const FAST_SETTINGS = {
  dispatcher: 'always',
  timeoutMs: 1_000,
  connectTimeoutMs: 500,
  lease: { durationMs: 3_000 },
  retry: { schedule: [0.05, 0.1], jitter: 0 },
  pollIntervalMs: 100,
} as const;
