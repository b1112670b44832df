import { ENDPOINTS } from '../contracts/endpoints';
import { runtimeOf } from '../services/runtimes';
import { defaultsView } from '../services/defaults-view';
import { action, type Controller, type ControllerContext } from './action';

/** What the settings say for all webhooks. */
export const defaultsController = ({ strapi }: ControllerContext): Controller<'defaults'> => ({
  read: action(strapi, ENDPOINTS['defaults.read'], () =>
    Promise.resolve({ data: defaultsView(runtimeOf(strapi).settings) }),
  ),
});
