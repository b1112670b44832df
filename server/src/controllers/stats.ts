import { ENDPOINTS } from '../contracts/endpoints';
import { runtimeOf } from '../services/runtimes';
import { action, type Controller, type ControllerContext } from './action';

/** Numbers for charts. */
export const statsController = ({ strapi }: ControllerContext): Controller<'stats'> => ({
  read: action(strapi, ENDPOINTS['stats.read'], async ({ query }) => ({
    data: await runtimeOf(strapi).stats.read(query),
  })),
});
