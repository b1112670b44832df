import type { DeliverDeps } from '../pipeline/deliver';
import type { ExchangeDeps } from '../pipeline/exchange-work';
import type { Log } from '../pipeline/ports';
import type { DisabledNotice } from '../pipeline/settle-attempts';
import type { DeliverySettings } from '../pipeline/webhook-policy';

/** What a dispatcher works with. */
export interface DispatcherDeps {
  readonly exchange: ExchangeDeps;
  readonly deliver: Omit<DeliverDeps, 'databaseNow'>;
  readonly settings: DeliverySettings & {
    readonly concurrency: { readonly perWebhook: number; readonly total: number };
    readonly lease: { readonly durationMs: number };
    readonly pollIntervalMs: number;
  };
  readonly log: Log;
  /** A webhook was disabled, and the commit says so. */
  readonly onDisabled: (notice: DisabledNotice) => void;
}
