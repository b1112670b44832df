import { z } from 'zod';
import type { UpdateWebhookInput, WebhookView } from '../contracts/webhook';
import type { Actor, NewAuditEntry } from '../domain/audit';
import type { WebhookId } from '../domain/ids';
import { defaultWebhookName } from '../domain/webhook-name';
import { isDelivering } from '../domain/webhook';
import { PluginError } from '../errors/plugin-error';
import { changeOrdering } from '../pipeline/change-ordering';
import { writeAnotherPing, writePing } from '../pipeline/ping';
import type {
  Database,
  Log,
  Stores,
  Surroundings,
  WebhookChanges,
  WebhookDirectory,
  WebhookWithSecret,
} from '../pipeline/ports';
import { awaitPaused } from '../pipeline/pause';
import { recordEdit } from '../pipeline/record-edit';
import { discardHeld } from '../pipeline/resume';
import type { TestResult } from '../pipeline/trigger-test';
import { checked } from './checked';
import {
  editableWebhook,
  existingWebhook,
  knownWebhookId,
  lockedWebhook,
  webhookNotFound,
} from './existing-webhook';
import { attemptView, deliveryView, webhookView } from './views';
import { assertRoomForOne } from './webhook-count';
import { readHealth } from './webhook-health';
import {
  deliveryUrlOf,
  parseNewWebhook,
  parseWebhookChanges,
  type InputContext,
} from './webhook-input';
import { searchWebhooks, webhookSearchSchema } from './webhook-search';
import { createWebhookSecrets, newSecret } from './webhook-secrets';
import type { UpdateOptions, WebhooksService } from './webhooks-service';

export type { CreatedWebhook, WebhooksService } from './webhooks-service';

const heldSchema = z.object({ held: z.enum(['deliver', 'discard']) });
const updateOptionsSchema = z.strictObject({
  expectedUpdatedAt: z.iso.datetime({ offset: true }).optional(),
});

export interface WebhooksDeps {
  readonly database: Database;
  readonly directory: WebhookDirectory;
  readonly surroundings: Surroundings;
  readonly inputContext: () => InputContext;
  readonly limits: { readonly webhooks: number };
  /** Why nothing is sent to a URL, or null; it may look the host up. */
  readonly addressFault: (url: string) => Promise<string | null>;
  /** Sends a test and waits for the answer. */
  readonly test: (id: WebhookId) => Promise<TestResult>;
  /** Wakes the dispatcher. */
  readonly nudge: () => void;
  readonly log: Log;
  /** Who is behind what happens now. */
  readonly actor: () => Actor;
}

/**
 * Makes the service.
 *
 * @param deps - the database, the clocks, and what exists in this Strapi
 */
export const createWebhooksService = (deps: WebhooksDeps): WebhooksService => {
  const { database, directory, surroundings, log, actor } = deps;
  const { stores } = database;

  const changed = (): void => {
    directory.invalidate();
    deps.nudge();
  };

  const shown = async (through: Stores, webhook: WebhookWithSecret): Promise<WebhookView> =>
    webhookView(webhook, await through.now());

  const list = async (): Promise<WebhookView[]> => {
    const nowMs = await stores.now();
    return (await stores.registry.list()).map((webhook) => webhookView(webhook, nowMs));
  };

  const contextOf = async (input: unknown): Promise<InputContext> => {
    const url = deliveryUrlOf(input);
    const addressFault = url === null ? null : await deps.addressFault(url);
    return { ...deps.inputContext(), addressFault };
  };

  /** Everything that an edit means happens in its transaction, so that the answer is what was saved. */
  const edit = async (
    id: number,
    choose: (through: Stores, current: WebhookWithSecret) => WebhookChanges,
    read: typeof editableWebhook,
    details: NonNullable<NewAuditEntry['details']> = {},
  ): Promise<WebhookView> => {
    const { view, stops, ...options } = await database.transaction(async (through) => {
      const current = await read(through, knownWebhookId(id));
      const changes = choose(through, current);
      // An edit of nothing must not look like somebody's to others who are editing.
      if (Object.keys(changes).length > 0) await through.registry.update(current.id, changes);
      const next = await recordEdit(through, current, actor(), details);
      if (next === null) throw webhookNotFound(id);
      if (next.status === 'active') await writePing(through, next, surroundings);
      return {
        view: await shown(through, next),
        stops: current.status === 'active' && next.status === 'paused',
        before: current.options,
        after: next.options,
      };
    });
    await changeOrdering(database, knownWebhookId(id), options);
    changed();
    if (stops) await awaitPaused(database, knownWebhookId(id));
    return view;
  };

  const setStatus = (
    id: number,
    status: 'active' | 'paused',
    details: NonNullable<NewAuditEntry['details']> = {},
  ): Promise<WebhookView> =>
    edit(
      id,
      (_through, current) => (stands(current, status) ? {} : { status }),
      lockedWebhook,
      details,
    );

  return {
    ...createWebhookSecrets({ database, surroundings, changed, log, actor }),

    create: async (input) => {
      const webhook = parseNewWebhook(input, await contextOf(input), {
        name: defaultWebhookName(surroundings.now()),
        secret: newSecret(surroundings),
      });
      const view = await database.transaction(async (through) => {
        await assertRoomForOne(through, deps.limits.webhooks);
        const id = await through.registry.create(webhook);
        const created = await existingWebhook(through, id);
        await through.audit.record([{ webhookId: id, action: 'created', actor: actor() }]);
        if (created.status === 'active') await writePing(through, created, surroundings);
        return shown(through, created);
      });
      changed();
      return { webhook: view, secret: webhook.secret };
    },

    update: async (id, changes: UpdateWebhookInput, options: UpdateOptions = {}) => {
      const { expectedUpdatedAt } = checked(updateOptionsSchema, options, 'webhook_invalid');
      const context = await contextOf(changes);
      return edit(
        id,
        (_through, current) => {
          assertUnchanged(current, expectedUpdatedAt);
          return parseWebhookChanges(changes, current, context);
        },
        editableWebhook,
      );
    },

    delete: async (id) => {
      await database.transaction(async (through) => {
        const { id: webhookId } = await editableWebhook(through, knownWebhookId(id));
        if (!(await through.registry.delete(webhookId))) throw webhookNotFound(id);
        await through.audit.record([{ webhookId, action: 'deleted', actor: actor() }]);
      });
      changed();
    },

    find: async (id) => shown(stores, await existingWebhook(stores, knownWebhookId(id))),
    list,
    search: async (search = {}) => {
      const wanted = checked(webhookSearchSchema, search, 'query_invalid');
      return searchWebhooks(await list(), wanted);
    },
    countByStatus: () => stores.registry.countByStatus(),
    health: () => readHealth(stores),
    pause: (id) => setStatus(id, 'paused'),

    resume: async (id, choice) => {
      const { held } = checked(heldSchema, { held: choice }, 'webhook_invalid');
      const { id: webhookId } = await existingWebhook(stores, knownWebhookId(id));
      if (held !== 'discard') return setStatus(id, 'active', { held });
      const discarded = await discardHeld(database, webhookId);
      return setStatus(id, 'active', { held, discarded });
    },

    triggerTest: async (id) => {
      const { attempt, body } = await deps.test(knownWebhookId(id));
      return { ...attemptView(attempt), body };
    },

    ping: async (id) => {
      const view = await database.transaction(async (through) => {
        const webhook = await existingWebhook(through, knownWebhookId(id));
        const deliveryId = await writeAnotherPing(through, webhook, surroundings);
        const delivery = await through.deliveries.find(deliveryId);
        if (delivery === null) throw new PluginError('delivery_not_found', { detail: deliveryId });
        return deliveryView(delivery, {
          id: webhook.id,
          name: webhook.name,
          isDelivering: isDelivering(webhook),
          isDeleted: false,
        });
      });
      deps.nudge();
      return view;
    },
  };
};

/** A webhook that the settings paused is paused once more by a person, who then has to resume it. */
const stands = (
  { status, pausedReason }: WebhookWithSecret,
  wanted: 'active' | 'paused',
): boolean => status === wanted && (wanted === 'active' || pausedReason === 'person');

const assertUnchanged = (
  { id, updatedAtMs }: WebhookWithSecret,
  expectedUpdatedAt: string | undefined,
): void => {
  if (expectedUpdatedAt === undefined || Date.parse(expectedUpdatedAt) === updatedAtMs) return;
  throw new PluginError('webhook_conflict', {
    detail: `webhook ${id} was saved at ${new Date(updatedAtMs).toISOString()}, and you read ${expectedUpdatedAt}`,
  });
};
