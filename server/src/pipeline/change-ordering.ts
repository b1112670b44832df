import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WebhookId } from '../domain/ids';
import { keepsOrder } from '../domain/ordering';
import type { DeliveryOptions } from '../domain/webhook';
import type { Database } from './ports';

/** Rows per transaction: small enough that fan-out to the webhook hardly waits. */
const BATCH = 200;

/**
 * Makes what was open before an edit follow the webhook's new ordering. Call it after the edit: new deliveries
 * follow it by themselves, and this brings the others in batches. It may be called again after a crash.
 *
 * @param database - the database
 * @param webhookId - the webhook
 * @param options - before and after the edit
 */
export const changeOrdering = async (
  database: Database,
  webhookId: WebhookId,
  options: { readonly before: DeliveryOptions; readonly after: DeliveryOptions },
): Promise<void> => {
  const ordered = keepsOrder({ options: options.after });
  if (ordered === keepsOrder({ options: options.before })) return;
  for (;;) {
    const count = await database.transaction(({ deliveries }) =>
      ordered ? deliveries.standInLine(webhookId, BATCH) : deliveries.leaveLine(webhookId, BATCH),
    );
    if (count < BATCH) return;
    await nextTurn();
  }
};
