import type { z } from 'zod';
import type { Permission } from '../contracts/permission';
import { webhookIdSchema } from '../contracts/storable';
import type { BatchView, uncheckedBatchSchema } from '../contracts/webhook-batch';
import type { ErrorView } from '../contracts/envelope';
import { describeError, RequestError } from '../errors/to-strapi-error';
import type { WebhooksService } from '../services/webhooks';
import type { Caller } from './caller';
import { editOf } from './edit';
import { faultsOf } from './read-request';
import { withSecret } from './with-secret';

type Batch = z.output<typeof uncheckedBatchSchema>;

/** How an item of each list is allowed. */
const NEEDED = {
  create: 'webhooks.create',
  update: 'webhooks.update',
  delete: 'webhooks.delete',
} as const satisfies Record<keyof Batch, Permission>;

/**
 * Runs several changes one after the other. One that fails says so in its own result and leaves the
 * others alone.
 *
 * @param webhooks - the service
 * @param batch - what to do
 * @param context - who asks, and where an unexpected error is logged
 * @throws RequestError `request_forbidden` before anything is done, when a permission is missing
 */
export const runBatch = async (
  webhooks: WebhooksService,
  batch: Batch,
  { caller, log }: { readonly caller: Caller; readonly log: { error(error: unknown): void } },
): Promise<BatchView> => {
  await assertAllowed(batch, caller);

  const settled = async <Item, Data>(
    items: readonly Item[],
    work: (item: Item) => Promise<Data>,
  ): Promise<({ data: Data } | { error: ErrorView })[]> => {
    const results: ({ data: Data } | { error: ErrorView })[] = [];
    for (const item of items) {
      try {
        results.push({ data: await work(item) });
      } catch (error) {
        const described = describeError(error);
        if (described.status >= 500) log.error(error);
        results.push({ error: described });
      }
    }
    return results;
  };

  return {
    create: await settled(batch.create, async (item) => withSecret(await webhooks.create(item))),
    update: await settled(batch.update, ({ id, ...edit }) => {
      const { changes, options } = editOf(edit);
      return webhooks.update(idOf(id), changes, options);
    }),
    delete: await settled(batch.delete, async (item) => {
      const webhook = await webhooks.find(idOf(item));
      await webhooks.delete(webhook.id);
      return webhook;
    }),
  };
};

const assertAllowed = async (batch: Batch, caller: Caller): Promise<void> => {
  const faults = [];
  for (const list of ['create', 'update', 'delete'] as const) {
    if (batch[list].length > 0 && !(await caller.may(NEEDED[list], 'webhooks.batch'))) {
      faults.push({ path: [list], message: `needs the permission ${NEEDED[list]}` });
    }
  }
  if (faults.length > 0) throw new RequestError('request_forbidden', faults);
};

const idOf = (id: unknown): number => {
  const parsed = webhookIdSchema.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new RequestError('request_invalid', faultsOf(parsed.error, ['id']));
};
