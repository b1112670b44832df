import type { Delivery, StoredDeliveryState } from '../../domain/delivery';
import type { DeliveryId, WebhookId } from '../../domain/ids';
import type { TimeBuckets } from '../../domain/time-buckets';

/** Deliveries of one webhook that were made in one bucket. */
export interface StateCounts {
  readonly webhookId: WebhookId;
  /** When the bucket begins. */
  readonly atMs: number;
  readonly counts: Readonly<Record<StoredDeliveryState, number>>;
}

/** Attempts that began in one bucket and took about as long. */
export interface DurationCount {
  readonly atMs: number;
  /** Rounded down: exact below a second, to 1 % above. Null for those that were interrupted. */
  readonly durationMs: number | null;
  readonly count: number;
}

/** When an attempt began, by the database's clock, and how long it took. */
export interface AttemptTimes {
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** Numbers about deliveries and attempts, each in a time that does not grow with the log alone. */
export interface ReportStore {
  /** How many deliveries of each webhook are open, counted up to `cap`. */
  openCounts(webhookIds: readonly WebhookId[], cap: number): Promise<Map<WebhookId, number>>;
  /** How many of the `sample` oldest open deliveries of each webhook have failed before. */
  retryingCounts(webhookIds: readonly WebhookId[], sample: number): Promise<Map<WebhookId, number>>;
  /** The newest delivery of each webhook that has any. */
  latest(webhookIds: readonly WebhookId[]): Promise<Delivery[]>;
  /** The last attempt of each delivery; absent without one, or when it was interrupted. */
  lastAttempts(ids: readonly DeliveryId[]): Promise<Map<DeliveryId, AttemptTimes>>;
  /** Every bucket of every webhook. Tests are left out: who tries wrong addresses has lost nothing. */
  stateCounts(webhookIds: readonly WebhookId[], buckets: TimeBuckets): Promise<StateCounts[]>;
  /** Of one webhook, or of all with null; buckets without attempts are absent. */
  durations(webhookId: WebhookId | null, buckets: TimeBuckets): Promise<DurationCount[]>;
}
