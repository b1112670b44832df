import type { DeliveryListAnswer } from '../contracts/delivery-log';
import { ENDPOINTS } from '../contracts/endpoints';
import { PluginError } from '../errors/plugin-error';
import { runtimeOf } from '../services/runtimes';
import { action, type Controller, type ControllerContext } from './action';
import { deliveryIdOf, webhookIdOf } from './ids';
import { mayReadPayloads, shownDelivery } from './payloads';

/** The delivery log, and sending again. */
export const deliveriesController = ({ strapi }: ControllerContext): Controller<'deliveries'> => {
  const deliveries = () => runtimeOf(strapi).deliveries;

  const page = async (
    query: Parameters<ReturnType<typeof deliveries>['search']>[0],
    limit: number,
  ): Promise<DeliveryListAnswer> => {
    const { deliveries: data, nextCursor } = await deliveries().search(query);
    return { data: [...data], meta: { pagination: { limit, nextCursor } } };
  };

  return {
    list: action(strapi, ENDPOINTS['deliveries.list'], ({ query: { filters, pagination } }) =>
      page({ filters, ...pagination }, pagination.limit),
    ),

    listOfWebhook: action(
      strapi,
      ENDPOINTS['deliveries.listOfWebhook'],
      async ({ params, query: { filters, pagination } }) => {
        const { id } = await runtimeOf(strapi).webhooks.find(webhookIdOf(params));
        return page({ filters: { ...filters, webhookId: id }, ...pagination }, pagination.limit);
      },
    ),

    read: action(strapi, ENDPOINTS['deliveries.read'], async ({ params, caller }) => ({
      data: shownDelivery(
        await deliveries().find(deliveryIdOf(params)),
        await mayReadPayloads(caller),
      ),
    })),

    readOfWebhook: action(
      strapi,
      ENDPOINTS['deliveries.readOfWebhook'],
      async ({ params, caller }) => {
        const { id } = await runtimeOf(strapi).webhooks.find(webhookIdOf(params));
        const delivery = await deliveries().find(deliveryIdOf(params));
        if (delivery.webhookId !== id) {
          throw new PluginError('delivery_not_found', { detail: delivery.id });
        }
        return { data: shownDelivery(delivery, await mayReadPayloads(caller)) };
      },
    ),

    readPayload: action(strapi, ENDPOINTS['deliveries.readPayload'], async ({ params }) => ({
      data: shownDelivery(await deliveries().find(deliveryIdOf(params)), true),
    })),

    redeliver: action(strapi, ENDPOINTS['deliveries.redeliver'], async ({ params }) => ({
      data: await deliveries().redeliver(deliveryIdOf(params)),
    })),

    replay: action(strapi, ENDPOINTS['deliveries.replay'], async ({ data }) => ({
      data: await deliveries().replay(data),
    })),
  };
};
