import { webhookIdSchema } from '../contracts/storable';
import { PluginError } from '../errors/plugin-error';

const DIGITS = /^[1-9]\d*$/;

/**
 * Reads the webhook's id of a path.
 *
 * @param params - the path's parameters
 * @throws PluginError `webhook_not_found` for what cannot be an id
 */
export const webhookIdOf = ({ id }: Readonly<Record<string, unknown>>): number => {
  const digits = typeof id === 'string' && DIGITS.test(id) ? Number(id) : id;
  const parsed = webhookIdSchema.safeParse(digits);
  if (!parsed.success) throw new PluginError('webhook_not_found', { detail: String(id) });
  return parsed.data;
};

/**
 * Reads the delivery's id of a path; the service knows whether it can be one.
 *
 * @param params - the path's parameters
 */
export const deliveryIdOf = ({ deliveryId }: Readonly<Record<string, unknown>>): string =>
  String(deliveryId);
