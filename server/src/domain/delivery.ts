import type { DeliveryId, EventId, WebhookId } from './ids';
import type { OrderKey } from './ordering';

/** The states a delivery is stored in. `held` is not among them: it is `pending` while its webhook is not active. */
export const STORED_DELIVERY_STATES = ['pending', 'succeeded', 'failed', 'discarded'] as const;
export type StoredDeliveryState = (typeof STORED_DELIVERY_STATES)[number];

export const DELIVERY_STATES = ['pending', 'held', 'succeeded', 'failed', 'discarded'] as const;
/** The state that people see. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const DISCARD_REASONS = [
  'webhook_deleted',
  'discarded_on_resume',
  'held_too_long',
  'held_too_many',
] as const;
export type DiscardReason = (typeof DISCARD_REASONS)[number];

export const ATTEMPT_TRIGGERS = ['scheduled', 'manual'] as const;
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];

/** One event on its way to one webhook. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly eventId: EventId;
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly uid: string | null;
  readonly documentId: string | null;
  readonly locale: string | null;
  readonly state: StoredDeliveryState;
  /** Grows with every delivery of one webhook, for receivers to compare. */
  readonly sequence: number;
  /** Claims so far: every one is an attempt, also one that a crash cut off. */
  readonly attemptCount: number;
  /** Scheduled attempts that failed: the position in the retry schedule. */
  readonly failedAttemptCount: number;
  /** Attempts that a crash or a shutdown cut off. */
  readonly interruptedCount: number;
  /** When the schedule wants the next attempt, or the running scheduled claim ends; null when the schedule is over. */
  readonly dueAtMs: number | null;
  /** When a person asked for one more attempt, or the running manual claim ends. */
  readonly manualAtMs: number | null;
  /** The line it stands in while it is open; null when nothing it is about must keep an order. */
  readonly orderKey: OrderKey | null;
  /** An earlier delivery of its line is open: nobody may claim it before that one has ended. */
  readonly waitsForEarlier: boolean;
  readonly leaseOwner: string | null;
  readonly leaseUntilMs: number | null;
  readonly leaseTrigger: AttemptTrigger | null;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  readonly discardReason: DiscardReason | null;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
}
