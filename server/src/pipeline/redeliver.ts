import type { Actor } from '../domain/audit';
import type { DeliveryId } from '../domain/ids';
import { PluginError } from '../errors/plugin-error';
import type { Database } from './ports';

/**
 * Asks for one more attempt of a delivery, whatever its state is. The wish is on record before
 * this returns, so a restart does not forget it; the dispatcher sends it next.
 *
 * @param id - the delivery
 * @param database - where it is kept
 * @param actor - who asks
 * @throws PluginError `delivery_not_found`
 */
export const redeliver = async (
  id: DeliveryId,
  database: Database,
  actor: Actor,
): Promise<void> => {
  const found = await database.transaction(async (stores) => {
    const delivery = await stores.deliveries.find(id);
    if (delivery === null) return false;
    if (!(await stores.deliveries.requestManual(id, await stores.now()))) return false;
    const { webhookId } = delivery;
    await stores.audit.record([
      { webhookId, action: 'redelivered', actor, details: { deliveryId: id } },
    ]);
    return true;
  });
  if (!found) throw new PluginError('delivery_not_found', { detail: id });
};
