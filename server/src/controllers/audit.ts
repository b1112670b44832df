import { ENDPOINTS } from '../contracts/endpoints';
import { runtimeOf } from '../services/runtimes';
import { action, type Controller, type ControllerContext } from './action';
import { webhookIdOf } from './ids';

/** Who did what. */
export const auditController = ({ strapi }: ControllerContext): Controller<'audit'> => ({
  listOfWebhook: action(
    strapi,
    ENDPOINTS['audit.listOfWebhook'],
    async ({ params, query: { pagination } }) => {
      const webhookId = webhookIdOf(params);
      const { entries, nextCursor } = await runtimeOf(strapi).audit.list({
        webhookId,
        ...pagination,
      });
      return { data: [...entries], meta: { pagination: { limit: pagination.limit, nextCursor } } };
    },
  ),
});
