import type { Delivery } from '../domain/delivery';
import type { EventSummary } from '../domain/event';
import { deliveryIdOf, type WebhookId } from '../domain/ids';
import { keepsOrder, orderKeyOf, type OrderKey } from '../domain/ordering';
import { subscribes } from '../domain/subscription';
import { PluginError } from '../errors/plugin-error';
import type { NewDelivery, NewLease, Stores, WebhookSnapshot } from './ports';

/** Deliveries that one exchange makes at most, but always all of one event: a longer transaction would hold everybody up. */
const MAX_DELIVERIES = 400;

export interface FanOutInput {
  /** Locked in this transaction, before the webhooks were read: a webhook and its ping commit together. */
  readonly events: readonly EventSummary[];
  readonly snapshot: WebhookSnapshot;
  readonly nowMs: number;
  readonly lease: NewLease;
  /**
   * How many new deliveries of a webhook this process may start at once. Zero where older ones wait:
   * a new delivery does not overtake them.
   */
  readonly startable: (webhookId: WebhookId) => number;
}

export interface FanOutResult {
  /** New deliveries that are leased by this process already, ready to be sent. */
  readonly leased: readonly Delivery[];
  /** Webhooks that got deliveries which wait for a claim. */
  readonly waiting: ReadonlySet<WebhookId>;
  /** How many of the events it got through; the others are as they were. */
  readonly eventCount: number;
}

/**
 * Gives every subscribed webhook a delivery of each new event, with the webhook's next sequence
 * number. Events are found by a mark on each row, never by the highest id seen: ids become visible
 * out of order. Repeating it after a crash is harmless.
 *
 * @param stores - the stores of one transaction
 * @param input - the events, the webhooks, and what this process can start by itself
 * @returns what was made
 */
export const fanOut = async (stores: Stores, input: FanOutInput): Promise<FanOutResult> => {
  if (input.events.length === 0) return { leased: [], waiting: new Set(), eventCount: 0 };
  const { events, byWebhook } = owedIn(input);

  const drafts: Draft[] = [];
  const stopped = new Set<WebhookId>();
  const sequences = await stores.webhooks.takeSequences(
    new Map([...byWebhook].map(([webhookId, owed]) => [webhookId, owed.length])),
  );
  for (const [webhookId, owed] of byWebhook) {
    const taken = sequences.get(webhookId);
    if (taken === undefined) throw new PluginError('webhook_not_found');
    const { before, isActive } = taken;
    // Paused since the snapshot was read: the pause has returned, or is about to.
    if (!isActive) stopped.add(webhookId);
    const webhook = input.snapshot.byId.get(webhookId);
    const ordered = webhook !== undefined && keepsOrder(webhook);
    owed.forEach((event, index) => {
      const { uid, documentId } = event;
      drafts.push({
        event,
        webhookId,
        sequence: before + index + 1,
        orderKey: ordered ? orderKeyOf({ uid, documentId, webhookId }) : null,
      });
    });
  }
  const { made, waiting } = await placeDrafts(stores, drafts, {
    ...input,
    startable: (id) => (stopped.has(id) ? 0 : input.startable(id)),
  });
  await stores.deliveries.insert(made);
  await stores.events.markFannedOut(events.map(({ id }) => id));
  return {
    leased: made.flatMap((delivery) =>
      delivery.lease === null ? [] : [startedDelivery(delivery, delivery.lease)],
    ),
    waiting,
    eventCount: events.length,
  };
};

/** The oldest events that fit into one exchange, and who is owed which of them. */
const owedIn = ({
  events,
  snapshot,
}: FanOutInput): {
  readonly events: readonly EventSummary[];
  readonly byWebhook: ReadonlyMap<WebhookId, readonly EventSummary[]>;
} => {
  const fitting: EventSummary[] = [];
  const byWebhook = new Map<WebhookId, EventSummary[]>();
  let count = 0;
  for (const event of events) {
    const targets = targetsOf(event, snapshot);
    if (fitting.length > 0 && count + targets.length > MAX_DELIVERIES) break;
    count += targets.length;
    fitting.push(event);
    for (const webhookId of targets) {
      const owed = byWebhook.get(webhookId);
      if (owed === undefined) byWebhook.set(webhookId, [event]);
      else owed.push(event);
    }
  }
  return { events: fitting, byWebhook };
};

/** A delivery before it is known who sends it and when. */
interface Draft {
  readonly event: EventSummary;
  readonly webhookId: WebhookId;
  readonly sequence: number;
  readonly orderKey: OrderKey | null;
}

/** Leases what this process can start at once. What has an earlier delivery before it in line waits. */
const placeDrafts = async (
  stores: Stores,
  drafts: readonly Draft[],
  { nowMs, lease, startable }: FanOutInput,
): Promise<{ made: NewDelivery[]; waiting: Set<WebhookId> }> => {
  const keys = new Set(drafts.flatMap(({ orderKey }) => (orderKey === null ? [] : [orderKey])));
  const open = keys.size === 0 ? keys : await stores.deliveries.openLines([...keys]);
  const room = new Map<WebhookId, number>();
  const waiting = new Set<WebhookId>();
  const made = drafts.map(({ event, webhookId, sequence, orderKey }): NewDelivery => {
    const waitsForEarlier = orderKey !== null && open.has(orderKey);
    if (orderKey !== null) open.add(orderKey);
    const left = room.get(webhookId) ?? startable(webhookId);
    const starts = !waitsForEarlier && left > 0;
    if (starts) room.set(webhookId, left - 1);
    else if (!waitsForEarlier) waiting.add(webhookId);
    return {
      id: deliveryIdOf(event.id, webhookId),
      eventId: event.id,
      webhookId,
      topic: event.topic,
      uid: event.uid,
      documentId: event.documentId,
      locale: event.locale,
      sequence,
      orderKey,
      waitsForEarlier,
      createdAtMs: nowMs,
      lease: starts ? lease : null,
      dueAtMs: nowMs,
    };
  });
  return { made, waiting };
};

const targetsOf = (event: EventSummary, snapshot: WebhookSnapshot): WebhookId[] => {
  if (event.onlyWebhookId !== null) {
    return snapshot.byId.has(event.onlyWebhookId) ? [event.onlyWebhookId] : [];
  }
  return snapshot.subscriptions
    .filter((subscription) => subscribes(subscription, event))
    .map(({ webhookId }) => webhookId);
};

/**
 * The row as it stands right after it was inserted under a lease.
 *
 * @param delivery - what was inserted
 * @param lease - its lease
 */
export const startedDelivery = (delivery: NewDelivery, lease: NewLease): Delivery => ({
  id: delivery.id,
  eventId: delivery.eventId,
  webhookId: delivery.webhookId,
  topic: delivery.topic,
  uid: delivery.uid,
  documentId: delivery.documentId,
  locale: delivery.locale,
  state: 'pending',
  sequence: delivery.sequence,
  orderKey: delivery.orderKey,
  waitsForEarlier: false,
  attemptCount: 1,
  failedAttemptCount: 0,
  interruptedCount: 0,
  dueAtMs: lease.trigger === 'scheduled' ? lease.untilMs : null,
  manualAtMs: lease.trigger === 'manual' ? lease.untilMs : null,
  leaseOwner: lease.owner,
  leaseUntilMs: lease.untilMs,
  leaseTrigger: lease.trigger,
  lastStatusCode: null,
  lastError: null,
  discardReason: null,
  createdAtMs: delivery.createdAtMs,
  finishedAtMs: null,
});
