import type { Attempt } from '../domain/attempt';
import type { Delivery } from '../domain/delivery';

/** A delivery that this process holds the lease of, with the bytes to send. */
export interface LeasedDelivery {
  readonly delivery: Delivery;
  readonly owner: string;
  readonly body: Buffer;
}

/** What an attempt brought, waiting to be recorded. */
export interface AttemptResult {
  readonly owner: string;
  readonly attempt: Attempt;
  /** What the receiver asked for, clamped; null for nothing. */
  readonly retryAfterMs: number | null;
}
