import { ENDPOINTS } from '../contracts/endpoints';
import { runtimeOf } from '../services/runtimes';
import { action, type Controller, type ControllerContext } from './action';

/** Taking over Strapi's own webhooks. */
export const importController = ({ strapi }: ControllerContext): Controller<'import'> => ({
  run: action(strapi, ENDPOINTS['import.run'], async ({ data }) => ({
    data: await runtimeOf(strapi).coreImport.run(data),
  })),
});
