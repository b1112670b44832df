import type { Core } from '@strapi/types';
import type { Door, Endpoint } from '../contracts/endpoint';
import { ENDPOINTS } from '../contracts/endpoints';
import { PLUGIN_ID } from '../plugin-id';

const actionId = (permission: string): string => `plugin::${PLUGIN_ID}.${permission}`;

const adminConfig = (endpoint: Endpoint): Core.RouteConfig => {
  const all = [...endpoint.permissions.map(actionId), ...(endpoint.corePermissions ?? [])];
  const oneOf = (endpoint.anyPermission ?? []).map(actionId);
  return {
    policies: [
      'admin::isAuthenticatedAdmin',
      ...(all.length > 0 ? [{ name: 'admin::hasPermissions', config: { actions: all } }] : []),
      ...(oneOf.length > 0
        ? [{ name: actionId('has-any-permission'), config: { actions: oneOf } }]
        : []),
    ],
  };
};

/**
 * API tokens alone: the roles of users-permissions, the public one too, may be granted these routes and
 * still do not get in. The second name is what Strapi called the strategy before it had admin tokens.
 */
const tokenConfig = (): Core.RouteConfig => ({
  auth: { strategies: ['content-api-token', 'api-token'] },
});

const routerOf = (door: Door) => (): Core.RouterInput => ({
  type: door,
  routes: Object.entries<Endpoint>(ENDPOINTS)
    .filter(([, { doors }]) => doors.includes(door))
    .map(([handler, endpoint]) => ({
      method: endpoint.method,
      path: endpoint.path,
      handler,
      config: door === 'admin' ? adminConfig(endpoint) : tokenConfig(),
    })),
});

/** Two doors to the same actions. */
export default { admin: routerOf('admin'), 'content-api': routerOf('content-api') };
