import type { AttemptStore } from './attempt-store';
import type { AuditStore } from './audit-store';
import type { ClockStore } from './clock-store';
import type { DeliveryStore } from './delivery-store';
import type { EventStore } from './event-store';
import type { ReportStore } from './report-store';
import type { WebhookRegistry } from './webhook-registry';
import type { WebhookStore } from './webhook-store';

/** Every store, over one transaction or over none. */
export interface Stores {
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly attempts: AttemptStore;
  readonly reports: ReportStore;
  readonly webhooks: WebhookStore;
  readonly registry: WebhookRegistry;
  readonly audit: AuditStore;
  readonly clock: ClockStore;
  /** The database's clock in milliseconds since 1970: instances' clocks differ. */
  now(): Promise<number>;
}

/** The database as the pipeline sees it. */
export interface Database {
  /** Stores outside of any transaction. */
  readonly stores: Stores;
  /** Runs `work` in a transaction of its own, again when the database reports a deadlock or a lock timeout. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
}
