import type {
  AttemptTrigger,
  Delivery,
  DiscardReason,
  StoredDeliveryState,
} from '../../domain/delivery';
import type { DeliveryId, EventId, WebhookId } from '../../domain/ids';
import type { OrderKey } from '../../domain/ordering';
import type { DeliverySearch } from './delivery-search';

/** A delivery as fan-out makes it. */
export interface NewDelivery {
  readonly id: DeliveryId;
  readonly eventId: EventId;
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly uid: string | null;
  readonly documentId: string | null;
  readonly locale: string | null;
  readonly sequence: number;
  /** The line it joins; null where the webhook keeps no order or it is about no document. */
  readonly orderKey: OrderKey | null;
  /** An earlier delivery of the line is open: it is made without a lease, and out of every claim's reach. */
  readonly waitsForEarlier: boolean;
  readonly createdAtMs: number;
  /** Null where the new delivery is left to whoever claims it. */
  readonly lease: NewLease | null;
  /** When an unleased delivery is due. One leased for a scheduled attempt is due when its lease ends, for a manual one never. */
  readonly dueAtMs: number;
}

export interface NewLease {
  readonly owner: string;
  readonly untilMs: number;
  readonly trigger: AttemptTrigger;
}

/** How many deliveries of one webhook a claim may take. */
export interface ClaimQuota {
  readonly webhookId: WebhookId;
  readonly limit: number;
}

/** What settling an attempt changes in its delivery. */
export interface DeliverySettlement {
  readonly id: DeliveryId;
  readonly webhookId: WebhookId;
  /** As the delivery had it: when it ends here, the next one of its line may be claimed. */
  readonly orderKey: OrderKey | null;
  readonly state: StoredDeliveryState;
  readonly failedAttemptCount: number;
  readonly interruptedCount: number;
  readonly dueAtMs: number | null;
  readonly manualAtMs: number | null;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  readonly finishedAtMs: number | null;
}

/** A place in the order in which a webhook's deliveries are due. */
export interface SchedulePosition {
  readonly due: number;
  readonly id: DeliveryId;
}

export interface DeliveryStore extends DeliverySearch {
  /** Adds deliveries; one that exists already (same event, same webhook) is left as it is. */
  insert(deliveries: readonly NewDelivery[]): Promise<void>;
  find(id: DeliveryId): Promise<Delivery | null>;
  /**
   * The oldest scheduled deliveries that are due, at most `limit` for each webhook, locked against other
   * claimers where the database can. Only webhooks that are active and not told to wait give any; the
   * status is read in the same statement. Rows whose lease expired come too, with their old lease.
   */
  lockDue(quotas: readonly ClaimQuota[], nowMs: number): Promise<Delivery[]>;
  /**
   * Deliveries that a person asked to send again, at most `limit` for each webhook (any status but deleted),
   * oldest request first, locked. Thousands of wishes for one webhook are not in the way of another's.
   */
  lockManual(quotas: readonly ClaimQuota[], nowMs: number): Promise<Delivery[]>;
  /** Takes the lease of locked deliveries and counts the claim as an attempt. */
  lease(ids: readonly DeliveryId[], lease: NewLease): Promise<void>;
  /** Gives back leases whose attempt never began: the claim is uncounted and the delivery is due at once. */
  release(ids: readonly DeliveryId[], owner: string, nowMs: number): Promise<void>;
  /** The deliveries with these ids, locked, for recording what became of their attempts. */
  lockForSettlement(ids: readonly DeliveryId[]): Promise<Delivery[]>;
  /** Applies decisions and ends the leases. */
  settle(settlements: readonly DeliverySettlement[]): Promise<void>;
  /**
   * Marks one delivery for a manual attempt, also an ended one. Where the webhook keeps an order it stands in
   * its line again, and later ones wait for it. False when it or its webhook does not exist.
   */
  requestManual(id: DeliveryId, nowMs: number): Promise<boolean>;
  /** Marks many, and says how many of them were not marked before. */
  requestManualOfAll(ids: readonly DeliveryId[], nowMs: number): Promise<number>;
  /**
   * When the next thing is due: a scheduled attempt of the first list's webhooks, where those that are not active have
   * none and silence that a receiver asked for counts, or a manual one of the second list's; null when nothing waits.
   */
  nextDueAt(
    scheduledOf: readonly WebhookId[],
    manualOf: readonly WebhookId[],
  ): Promise<number | null>;
  /** Discards up to `limit` open, unleased deliveries of a webhook that were made before `beforeMs` (null: any), the oldest first. */
  discardOpen(
    webhookId: WebhookId,
    reason: DiscardReason,
    options: { readonly beforeMs: number | null; readonly limit: number; readonly nowMs: number },
  ): Promise<number>;
  /** Which of these lines have an open delivery; call it after `takeSequence`, which keeps the lines as they are. */
  openLines(keys: readonly OrderKey[]): Promise<Set<OrderKey>>;
  /** Puts up to `limit` open deliveries of a webhook that stand in no line into theirs. Returns how many. */
  standInLine(webhookId: WebhookId, limit: number): Promise<number>;
  /** Lets up to `limit` deliveries of a webhook that wait in line be claimed at once. Returns how many. */
  leaveLine(webhookId: WebhookId, limit: number): Promise<number>;
  /**
   * Counts the `limit` scheduled deliveries of a webhook that come after a place (null: from the first one due), and
   * tells where the last of them stands; null when there are no more.
   */
  countOpen(
    webhookId: WebhookId,
    range: { readonly after: SchedulePosition | null; readonly limit: number },
  ): Promise<{ readonly count: number; readonly next: SchedulePosition | null }>;
  /** Finished deliveries that ended before `beforeMs`, oldest first. */
  findFinished(beforeMs: number, limit: number): Promise<DeliveryId[]>;
  /** Deletes deliveries together with their attempts. */
  delete(ids: readonly DeliveryId[]): Promise<void>;
}
