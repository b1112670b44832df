import type { Delivery } from '../domain/delivery';
import { earliestOf } from '../domain/earliest';
import { isDelivering } from '../domain/webhook';
import type { DeliveryId, EventId, WebhookId } from '../domain/ids';
import { keepsOrder } from '../domain/ordering';
import { claim, type ClaimRoom } from './claim';
import { fanOut } from './fan-out';
import { followClock } from './follow-clock';
import type {
  Database,
  PendingEvent,
  Stores,
  Surroundings,
  WebhookDirectory,
  WebhookSnapshot,
  WebhookWithSecret,
} from './ports';
import { settleAttempts, type DisabledNotice } from './settle-attempts';
import type { DeliverySettings } from './webhook-policy';
import type { AttemptResult, LeasedDelivery } from './work';

/** Events that one exchange fans out at most: a longer transaction would make saves wait. */
export const FAN_OUT_BATCH = 200;

export interface ExchangeInput {
  readonly results: readonly AttemptResult[];
  /** Leases to give back: their attempts never began. */
  readonly releases: readonly DeliveryId[];
  /** How many more deliveries of a webhook this process can start before their lease ends. */
  readonly capacityOf: (webhook: WebhookWithSecret) => number;
  /** Whether this process lets the webhook's schedule rest, which wishes of people do not wait for. */
  readonly rests: (webhookId: WebhookId) => boolean;
  /** Events to fan out at most; 0 for as many as one exchange takes. */
  readonly eventLimit: number;
  /** False when no event can wait that this process does not know of but by its poll. */
  readonly looksForEvents: boolean;
  /** False when what is due can wait for a later exchange: this one is shorter then. */
  readonly looksForDue: boolean;
  /** Whether older deliveries of this webhook may be waiting in the table. */
  readonly hasBacklog: (webhookId: WebhookId) => boolean;
  /** Whether a wish of a person comes before the schedule when both wait for this webhook's room. */
  readonly manualFirst: (webhookId: WebhookId) => boolean;
  /**
   * Whether some webhook may keep an order. Then one instance fans out at a time: two of them could number
   * the events of one document the wrong way round.
   */
  readonly keepsOrder: boolean;
  /** What the database's clock should show; null in the first exchange of a process. */
  readonly expectedNowMs: () => number | null;
  /** Whether to note what it shows, so that others can tell a jump of it from a pause of theirs. */
  readonly notesClock: boolean;
}

export interface ExchangeResult {
  readonly work: readonly LeasedDelivery[];
  readonly disabled: readonly DisabledNotice[];
  /** Webhooks of which nothing more may be started: disabled, or told to wait. */
  readonly stopped: ReadonlySet<WebhookId>;
  readonly snapshot: WebhookSnapshot;
  /** The database's clock when the exchange began. */
  readonly nowMs: number;
  /** By how much that clock had jumped, where this exchange moved leases and due times along; 0 otherwise. */
  readonly clockJumpMs: number;
  /** More events wait than one exchange takes. */
  readonly moreEvents: boolean;
  /** Events were left alone because another instance fans out; come again in a moment. */
  readonly fanOutIsBusy: boolean;
  /** Webhooks of which more is known to wait than was handed out. */
  readonly backlog: ReadonlySet<WebhookId>;
  /**
   * When something is due that could be started then, or a silence ends; null when nothing waits. Where it did not look for
   * what is due, only what the results lead to counts. The backlog and what had no room are left out.
   */
  readonly nextDueAtMs: number | null;
  /** Webhooks that had no room, so that it did not ask about them, if it asked at all. */
  readonly unasked: ReadonlySet<WebhookId>;
}

export interface ExchangeDeps {
  readonly database: Database;
  readonly directory: WebhookDirectory;
  readonly settings: DeliverySettings;
  readonly surroundings: Surroundings;
  readonly owner: string;
}

/**
 * One exchange with the database, in one transaction: results in, work out. A commit is what costs
 * on SQLite, so recording, fan-out and claim share one.
 *
 * @param prepare - says what ended and what can be started, when the transaction has begun; again where the database has it tried again
 * @param deps - the database, the webhooks and the clocks
 * @returns what to start, who was disabled, and when to come again
 */
export const exchangeWork = (
  prepare: () => ExchangeInput,
  { database, directory, settings, surroundings, owner }: ExchangeDeps,
): Promise<ExchangeResult> =>
  database.transaction(async (stores) => {
    const input = prepare();
    const nowMs = await stores.now();
    const clockJumpMs = await followClock(stores, nowMs, input.expectedNowMs());
    const eventLimit = Math.min(FAN_OUT_BATCH, input.eventLimit || FAN_OUT_BATCH);
    const isAlone = input.looksForEvents && input.keepsOrder && (await stores.events.lockFanOut());
    const pending =
      !input.looksForEvents || (input.keepsOrder && !isAlone)
        ? []
        : await stores.events.lockPending(eventLimit, { bodies: input.eventLimit > 0 });
    const snapshot = await directory.current(stores);
    // A webhook that began to keep an order since the last look: the lock must come before the events.
    const fanOutIsBusy =
      input.looksForEvents && !isAlone && (input.keepsOrder || snapshot.all.some(keepsOrder));
    const events: readonly PendingEvent[] = fanOutIsBusy ? [] : pending;
    if (input.releases.length > 0) await stores.deliveries.release(input.releases, owner, nowMs);
    const settled = await settleAttempts(
      stores,
      input.results,
      { snapshot, nowMs },
      { settings, surroundings },
    );
    const room = new Map(snapshot.all.map((webhook) => [webhook.id, input.capacityOf(webhook)]));
    const wanted = snapshot.all.filter(
      (webhook) => mayBeSent(webhook, settled.stopped) && (webhook.notBeforeMs ?? 0) <= nowMs,
    );
    const running = new Set(wanted.map(({ id }) => id).filter((id) => !input.rests(id)));
    const lease = {
      owner,
      untilMs: nowMs + settings.lease.durationMs,
      trigger: 'scheduled',
    } as const;
    const fresh = await fanOut(stores, {
      events,
      snapshot,
      nowMs,
      lease,
      startable: (id) => (input.hasBacklog(id) || !running.has(id) ? 0 : (room.get(id) ?? 0)),
    });
    for (const { webhookId } of fresh.leased) room.set(webhookId, (room.get(webhookId) ?? 1) - 1);
    const rooms = [...room]
      .filter(([, limit]) => limit > 0)
      .map(([webhookId, limit]) => ({
        webhookId,
        limit,
        scheduled: running.has(webhookId),
        manualFirst: input.manualFirst(webhookId),
      }));
    const unasked = new Set([...room].filter(([, limit]) => limit <= 0).map(([id]) => id));
    const claimed = input.looksForDue
      ? await claim(
          stores,
          { snapshot, nowMs, owner, leaseMs: settings.lease.durationMs, rooms },
          { settings, surroundings },
        )
      : [];
    const withRoom = roomsLeft(rooms, claimed);
    const backlog = input.looksForDue
      ? backlogOf(fresh.waiting, rooms, withRoom, input.rests)
      : // What is held for a webhook that is turned off is nothing to look for.
        new Set(wanted.map(({ id }) => id).filter((id) => fresh.waiting.has(id)));
    const silences = [
      settled.silenceEndsAtMs,
      ...snapshot.all.map(({ notBeforeMs }) => notBeforeMs),
    ];
    const nextDueAtMs = input.looksForDue ? await nextDueAt(stores, withRoom) : settled.nextDueAtMs;
    if (input.notesClock) await stores.clock.note(nowMs);
    return {
      work: await withBodies(stores, [...fresh.leased, ...claimed], events, owner),
      disabled: settled.disabled,
      stopped: settled.stopped,
      snapshot,
      nowMs,
      clockJumpMs,
      moreEvents: events.length === eventLimit || fresh.eventCount < events.length,
      fanOutIsBusy,
      backlog,
      nextDueAtMs: earliestOf([nextDueAtMs, ...silences.filter((endMs) => (endMs ?? 0) > nowMs)]),
      unasked,
    };
  });

const mayBeSent = (webhook: WebhookWithSecret, stopped: ReadonlySet<WebhookId>): boolean =>
  isDelivering(webhook) && !stopped.has(webhook.id);

const nextDueAt = (stores: Stores, rooms: readonly ClaimRoom[]): Promise<number | null> =>
  stores.deliveries.nextDueAt(
    rooms.filter(({ scheduled }) => scheduled).map(({ webhookId }) => webhookId),
    rooms.map(({ webhookId }) => webhookId),
  );

/** Those that have room for more than was due. */
const roomsLeft = (rooms: readonly ClaimRoom[], claimed: readonly Delivery[]): ClaimRoom[] => {
  const counts = new Map<WebhookId, number>();
  for (const { webhookId } of claimed) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
  return rooms.filter(({ webhookId, limit }) => (counts.get(webhookId) ?? 0) < limit);
};

const backlogOf = (
  waiting: ReadonlySet<WebhookId>,
  rooms: readonly ClaimRoom[],
  withRoom: readonly ClaimRoom[],
  rests: ExchangeInput['rests'],
): Set<WebhookId> => {
  const backlog = new Set([...waiting, ...rooms.map(({ webhookId }) => webhookId)]);
  // What rests was not asked for; a new delivery must not overtake what may wait there.
  for (const { webhookId } of withRoom) if (!rests(webhookId)) backlog.delete(webhookId);
  return backlog;
};

const withBodies = async (
  stores: Stores,
  deliveries: readonly Delivery[],
  events: readonly PendingEvent[],
  owner: string,
): Promise<LeasedDelivery[]> => {
  const texts = new Map<EventId, string>();
  for (const { id, body } of events) if (body !== null) texts.set(id, body);
  const wanted = new Set(deliveries.map(({ eventId }) => eventId));
  const unread = [...wanted].filter((id) => !texts.has(id));
  if (unread.length > 0) {
    for (const [id, text] of await stores.events.bodies(unread)) texts.set(id, text);
  }
  const bodies = new Map<EventId, Buffer>();
  for (const [id, text] of texts) if (wanted.has(id)) bodies.set(id, Buffer.from(text, 'utf8'));
  return deliveries.flatMap((delivery) => {
    const body = bodies.get(delivery.eventId);
    // Events with open deliveries are never pruned. Should one be gone all the same, its lease runs
    // out, which is on record and bounded, instead of stopping everybody's work here.
    return body === undefined ? [] : [{ delivery, owner, body }];
  });
};
