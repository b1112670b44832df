import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  deliveryFiltersSchema,
  deliveryQuerySchema,
  replaySchema,
  type DeliveryView,
} from '../contracts/delivery';
import type { Attempt } from '../domain/attempt';
import type { Actor } from '../domain/audit';
import type { Delivery } from '../domain/delivery';
import type { DeliveryOwner } from '../domain/delivery-filter';
import { instantOf, isDeliveryId, type DeliveryId } from '../domain/ids';
import { OWN_TOPICS } from '../domain/rules/topic';
import { PluginError } from '../errors/plugin-error';
import type { Database, DeliveryConditions, DeliveryPosition, Stores } from '../pipeline/ports';
import { redeliver } from '../pipeline/redeliver';
import { countOnTheWay, replay } from '../pipeline/replay';
import type { DeliveriesService } from './deliveries-service';
import { knownWebhookId } from './existing-webhook';
import { checked } from './checked';
import { conditionsOf, cursorOf, positionOf } from './delivery-filters';
import { deliveryDetail, deliveryView } from './views';

export type { DeliveriesService, DeliveryListQuery } from './deliveries-service';

const PAGE = 50;
const MAX_PAGE = 500;
const limitSchema = z.object({ limit: z.number() });
const capSchema = z.object({ cap: z.number() });
/** Attempts of one delivery do not end so fast that more could be needed. */
const MOST_READS = 4;

export interface DeliveriesDeps {
  readonly database: Database;
  /** Wakes the dispatcher. */
  readonly nudge: () => void;
  readonly limits: { readonly replay: number };
  /** Who is behind what happens now. */
  readonly actor: () => Actor;
}

/**
 * Makes the service.
 *
 * @param deps - the database, how to wake the dispatcher, and how much one replay may do
 */
export const createDeliveriesService = ({
  database,
  nudge,
  limits,
  actor,
}: DeliveriesDeps): DeliveriesService => {
  const { stores } = database;
  return {
    list: async ({ webhookId, afterId, limit: wished = PAGE } = {}) => {
      const { limit } = checked(limitSchema, { limit: wished }, 'query_invalid');
      const id = webhookId === undefined ? undefined : knownWebhookId(webhookId);
      const owners = await stores.registry.listOwners();
      const rows = await stores.deliveries.search({
        conditions: conditionsOf({ webhookId: id }, owners),
        order: 'newest-first',
        after: afterId === undefined ? null : await placeOf(stores, knownDeliveryId(afterId)),
        limit: Math.min(MAX_PAGE, Math.max(1, Math.floor(limit))),
      });
      return rows.map(viewFor(owners));
    },

    search: async (query = {}) => {
      const { filters, cursor, limit } = checked(deliveryQuerySchema, query, 'query_invalid');
      const owners = await stores.registry.listOwners();
      const rows = await stores.deliveries.search({
        conditions: conditionsOf(filters, owners),
        order: 'newest-first',
        after: cursor === undefined ? null : positionOf(cursor),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        deliveries: page.map(viewFor(owners)),
        nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null,
      };
    },

    count: async (filters, atMost) => {
      const { cap } = checked(capSchema, { cap: atMost }, 'query_invalid');
      const asked = checked(deliveryFiltersSchema, filters, 'query_invalid');
      const conditions = conditionsOf(asked, await stores.registry.listOwners());
      return stores.deliveries.count(conditions, Math.max(0, Math.floor(cap)));
    },

    find: async (id) => {
      const found = await withAttempts(stores, knownDeliveryId(id));
      if (found === null) throw notFound(id);
      const { delivery, attempts } = found;
      const event = await stores.events.find(delivery.eventId);
      const owner = await stores.registry.findOwner(delivery.webhookId);
      return deliveryDetail(delivery, owner, event?.body ?? null, attempts);
    },

    redeliver: async (id) => {
      const deliveryId = knownDeliveryId(id);
      await redeliver(deliveryId, database, actor());
      nudge();
      const delivery = await stores.deliveries.find(deliveryId);
      if (delivery === null) throw notFound(id);
      return deliveryView(delivery, await stores.registry.findOwner(delivery.webhookId));
    },

    replay: async (input) => {
      const { filters, dryRun, limit: wished } = checked(replaySchema, input, 'query_invalid');
      const limit = wished ?? limits.replay;
      if (limit > limits.replay) throw replayTooLarge(limits.replay);
      const owners = (await stores.registry.listOwners()).filter(({ isDeleted }) => !isDeleted);
      const asked = conditionsOf(filters, owners);
      const nowMs = await stores.now();
      const createdToMs = Math.min(asked.createdToMs ?? nowMs, nowMs);
      const conditions = { ...asked, ...withoutOwnTopics(asked), createdToMs };
      const matched = await stores.deliveries.count(conditions, limits.replay + 1);
      const requested = dryRun ? 0 : await replay(database, conditions, limit, actor());
      if (requested > 0) nudge();
      const onTheWay = await countOnTheWay(stores.deliveries, conditions, limit);
      return { dryRun, matched, requested, limit, onTheWay };
    },
  };
};

/** Pings and tests tell a receiver nothing that it has missed, so they are sent again only where they are named. */
const withoutOwnTopics = ({
  topics,
}: DeliveryConditions): Pick<DeliveryConditions, 'exceptTopics'> =>
  topics === undefined ? { exceptTopics: OWN_TOPICS } : {};

/** The retention may have removed the delivery since; what is older than it was is still the same. */
const placeOf = async (stores: Stores, id: DeliveryId): Promise<DeliveryPosition> =>
  (await stores.deliveries.find(id)) ?? { id, createdAtMs: instantOf(id) };

/**
 * A delivery and its attempts as they stood at one moment. An attempt that is recorded between the two reads changes
 * both, and then they are read again.
 */
const withAttempts = async (
  stores: Stores,
  id: DeliveryId,
): Promise<{ delivery: Delivery; attempts: readonly Attempt[] } | null> => {
  let delivery = await stores.deliveries.find(id);
  for (let tries = 1; delivery !== null; tries += 1) {
    const attempts = await stores.attempts.list(id);
    const after = await stores.deliveries.find(id);
    if (isDeepStrictEqual(after, delivery) || tries === MOST_READS) return { delivery, attempts };
    delivery = after;
  }
  return null;
};

const viewFor = (owners: readonly DeliveryOwner[]): ((delivery: Delivery) => DeliveryView) => {
  const byId = new Map(owners.map((owner) => [owner.id, owner]));
  return (delivery) => deliveryView(delivery, byId.get(delivery.webhookId) ?? null);
};

const knownDeliveryId = (id: string): DeliveryId => {
  if (!isDeliveryId(id)) throw notFound(id);
  return id;
};

const replayTooLarge = (most: number): PluginError =>
  new PluginError('limit_exceeded', {
    faults: [{ path: ['limit'], message: `must be at most ${most} (the setting limits.replay)` }],
  });

const notFound = (id: string): PluginError => new PluginError('delivery_not_found', { detail: id });
