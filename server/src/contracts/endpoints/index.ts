import { AUDIT_ENDPOINTS } from './audit-endpoints';
import { DELIVERY_ENDPOINTS } from './delivery-endpoints';
import { ENCRYPTION_ENDPOINTS } from './encryption-endpoints';
import { OTHER_ENDPOINTS } from './other-endpoints';
import { WEBHOOK_ENDPOINTS } from './webhook-endpoints';

/**
 * Every route by its controller and action, the more exact paths first. The names are scopes of API
 * tokens, and a read-only token passes every scope that ends with `find` or `findOne`: no action is
 * named so.
 */
export const ENDPOINTS = {
  ...WEBHOOK_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...DELIVERY_ENDPOINTS,
  ...ENCRYPTION_ENDPOINTS,
  ...OTHER_ENDPOINTS,
};

export type Endpoints = typeof ENDPOINTS;
export type EndpointName = keyof Endpoints;
