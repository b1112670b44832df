import type { Permission as PermissionName } from '../../server/src/contracts/permission';
import { PLUGIN_ID } from './plugin-id';

const allow = (name: PermissionName) => [{ action: `plugin::${PLUGIN_ID}.${name}`, subject: null }];

/** What each screen and each button needs. */
export const PERMISSIONS = {
  read: allow('webhooks.read'),
  create: allow('webhooks.create'),
  update: allow('webhooks.update'),
  delete: allow('webhooks.delete'),
  trigger: allow('webhooks.trigger'),
  revealSecret: allow('webhooks.reveal-secret'),
  redeliver: allow('deliveries.redeliver'),
};
