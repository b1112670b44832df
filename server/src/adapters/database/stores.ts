import type { Stores } from '../../pipeline/ports';
import { createAttemptStore } from './attempt-store';
import { createAuditStore } from './audit-store';
import { createClockStore } from './clock-store';
import { createDeliveryStore } from './delivery-store';
import { createEventStore } from './event-store';
import type { Executor } from './executor';
import { createReportStore } from './report-store';
import { readNow } from './read-now';
import type { StoreContext } from './store-context';
import { createWebhookRegistry } from './webhook-registry';
import { createWebhookStore } from './webhook-store';

/**
 * Every store over one connection or transaction. Each is made when it is first asked for: a save needs one of them.
 *
 * @param executor - what makes the statements
 * @param context - what all stores of the database share
 */
export const createKnexStores = (executor: Executor, context: StoreContext): Stores => {
  const made: { -readonly [Name in keyof Stores]?: Stores[Name] } = {};
  return {
    get events() {
      return (made.events ??= createEventStore(executor, context));
    },
    get deliveries() {
      return (made.deliveries ??= createDeliveryStore(executor, context));
    },
    get attempts() {
      return (made.attempts ??= createAttemptStore(executor, context));
    },
    get reports() {
      return (made.reports ??= createReportStore(executor, context));
    },
    get webhooks() {
      return (made.webhooks ??= createWebhookStore(executor, context));
    },
    get registry() {
      return (made.registry ??= createWebhookRegistry(executor, context));
    },
    get audit() {
      return (made.audit ??= createAuditStore(executor, context));
    },
    get clock() {
      return (made.clock ??= createClockStore(executor, context));
    },
    now: () => readNow(executor, context),
  };
};
