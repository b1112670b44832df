import type { WebhookId } from '../../domain/ids';
import type { SecretSet } from '../../domain/secret-rotation';
import type { DisabledReason, Subscription, Webhook, WebhookStatus } from '../../domain/webhook';
import type { Stores } from './database';

/** A webhook with everything that sending needs; only the sender and the reveal route may hold it. */
export interface WebhookWithSecret extends Webhook, SecretSet {
  /** Why the secret or a header cannot be read, in words; null when all is well. */
  readonly secretFault: string | null;
}

/** What settling a batch of attempts changes in a webhook. */
export interface WebhookSettlement {
  readonly id: WebhookId;
  readonly failureCount: number;
  readonly lastFailureAtMs: number | null;
  readonly notBeforeMs: number | null;
  /** Whether other instances must hear of it at once: the webhook was disabled, or asked for silence. */
  readonly affectsSending: boolean;
  readonly disable: {
    readonly reason: DisabledReason;
    readonly message: string;
    readonly atMs: number;
  } | null;
}

/** A webhook's bookkeeping, locked while a batch of its attempts is decided. */
export interface WebhookHealth {
  readonly id: WebhookId;
  readonly name: string;
  readonly status: WebhookStatus;
  readonly failureCount: number;
  readonly lastFailureAtMs: number | null;
  readonly notBeforeMs: number | null;
}

export interface TakenSequence {
  readonly before: number;
  readonly isActive: boolean;
}

export interface WebhookStore {
  /** Every webhook that is not deleted, with what sending needs. */
  listWithSecrets(): Promise<WebhookWithSecret[]>;
  /** A number that changes with every change of any webhook, by any instance. */
  revision(): Promise<number>;
  /**
   * Counts `by` deliveries. Returns the last sequence number before them, and whether the webhook is active: it
   * stays so until the transaction ends.
   */
  takeSequence(id: WebhookId, by: number): Promise<TakenSequence>;
  /** The same for several webhooks at once, in few statements; those that do not exist are absent. */
  takeSequences(
    counts: ReadonlyMap<WebhookId, number>,
  ): Promise<ReadonlyMap<WebhookId, TakenSequence>>;
  /** Deleted webhooks are absent. */
  lockHealth(ids: readonly WebhookId[]): Promise<WebhookHealth[]>;
  /** Writes health; what affects sending bumps the revision. */
  settleHealth(settlements: readonly WebhookSettlement[]): Promise<void>;
}

/** The webhooks as this process knows them, at most half a second old. */
export interface WebhookDirectory {
  /**
   * @param stores - read through these and be exact; without them what is known may be half a second old
   */
  current(stores?: Stores): Promise<WebhookSnapshot>;
  /** Forgets what is known, after a change made by this process. */
  invalidate(): void;
}

export interface WebhookSnapshot {
  /** By the monotonic clock, when the database was asked for it: what others changed after that may be missing. */
  readonly askedAtMs: number;
  readonly all: readonly WebhookWithSecret[];
  readonly byId: ReadonlyMap<WebhookId, WebhookWithSecret>;
  /** Paused and disabled webhooks subscribe too: they hold their events. */
  readonly subscriptions: readonly Subscription[];
}
