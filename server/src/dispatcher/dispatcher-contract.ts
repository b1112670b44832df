import type { DeliverDeps } from '../pipeline/deliver';
import type { ExchangeDeps } from '../pipeline/exchange-work';
import type { Log } from '../pipeline/ports';
import type { DisabledNotice } from '../pipeline/settle-attempts';
import type { DeliverySettings } from '../pipeline/webhook-policy';

/**
 * The loop that moves deliveries: exchange with the database, start what was handed out, come again.
 *
 * States: `idle` (not started) → `running` → `stopping` (nothing new is claimed; attempts on the wire
 * end or are cut off; their results are recorded) → `stopped`. Only `start` and `stop` change it.
 *
 * An exchange is due when events were announced or somebody nudged, when the clock says that a
 * retry or the safety net is due, when a webhook has room, nothing to do and more in the table, or when
 * results wait: enough of them, or the oldest long enough, or no other is likely to come soon. There is
 * one exchange at a time, hence one connection.
 */
export interface Dispatcher {
  start(): void;
  /** Something was committed: look now. Never throws. */
  nudge(): void;
  /** Events were committed, and nothing else: send them without a look at what else is due. Never throws. */
  announce(): void;
  /** Resolves when every attempt on the wire is on record; cuts off those that take longer than `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

/** What a dispatcher works with. */
export interface DispatcherDeps {
  readonly exchange: ExchangeDeps;
  readonly deliver: Omit<DeliverDeps, 'databaseNow'>;
  readonly settings: DeliverySettings & {
    readonly concurrency: { readonly perWebhook: number; readonly total: number };
    readonly pollIntervalMs: number;
  };
  readonly log: Log;
  /** A webhook was disabled, and the commit says so. */
  readonly onDisabled: (notice: DisabledNotice) => void;
}
