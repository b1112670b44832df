import { PluginError } from '../errors/plugin-error';
import type { Stores } from '../pipeline/ports';

/** How many webhooks there are, whatever their status is. */
export const webhookCount = async ({ registry }: Stores): Promise<number> => {
  const { active, paused, disabled } = await registry.countByStatus();
  return active + paused + disabled;
};

/**
 * Makes sure that one more webhook may be made in this transaction; nobody else makes one until it ends.
 *
 * @param stores - of the transaction
 * @param most - how many there may be
 * @throws PluginError `limit_exceeded`
 */
export const assertRoomForOne = async (stores: Stores, most: number): Promise<void> => {
  await stores.registry.lockDeclarations();
  if ((await webhookCount(stores)) < most) return;
  throw new PluginError('limit_exceeded', {
    detail: `there are ${most} webhooks already (the setting limits.webhooks); delete one, or raise the limit`,
  });
};
