import { ENDPOINTS } from '../contracts/endpoints';
import { contentTypeViews } from '../services/content-type-views';
import { action, type Controller, type ControllerContext } from './action';

/** Content types that can be chosen. */
export const contentTypesController = ({
  strapi,
}: ControllerContext): Controller<'content-types'> => ({
  list: action(strapi, ENDPOINTS['content-types.list'], () =>
    Promise.resolve({ data: contentTypeViews(strapi) }),
  ),
});
