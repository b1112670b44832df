import type { Stores } from '../../pipeline/ports';
import { createAttemptStore } from './attempt-store';
import { createAuditStore } from './audit-store';
import { createClockStore } from './clock-store';
import { createDeliveryStore } from './delivery-store';
import { createEventStore } from './event-store';
import type { Executor } from './executor';
import { LazyStores, type StoreName } from './lazy-stores';
import { createReportStore } from './report-store';
import { readNow } from './read-now';
import type { StoreContext } from './store-context';
import { createWebhookRegistry } from './webhook-registry';
import { createWebhookStore } from './webhook-store';

type Makers = {
  readonly [Name in StoreName]: (executor: Executor, context: StoreContext) => Stores[Name];
};

const MAKERS: Makers = {
  events: createEventStore,
  deliveries: createDeliveryStore,
  attempts: createAttemptStore,
  reports: createReportStore,
  webhooks: createWebhookStore,
  registry: createWebhookRegistry,
  audit: createAuditStore,
  clock: createClockStore,
};

/**
 * Every store over one connection or transaction.
 *
 * @param executor - what makes the statements
 * @param context - what all stores of the database share
 */
export const createKnexStores = (executor: Executor, context: StoreContext): Stores =>
  new KnexStores(executor, context);

class KnexStores extends LazyStores {
  constructor(
    private readonly executor: Executor,
    private readonly context: StoreContext,
  ) {
    super();
  }

  readonly now = (): Promise<number> => readNow(this.executor, this.context);

  protected make<Name extends StoreName>(name: Name): Stores[Name] {
    return MAKERS[name](this.executor, this.context);
  }
}
