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
export const createKnexStores = (executor: Executor, context: StoreContext): Stores =>
  new KnexStores(executor, context);

/**
 * A class, because each transaction has one. Getters that an object has for itself outlive it in V8, with all that they close
 * over, until the old generation is collected: each collection of the young one copied them.
 */
class KnexStores implements Stores {
  private readonly made: { -readonly [Name in keyof Stores]?: Stores[Name] } = {};

  constructor(
    private readonly executor: Executor,
    private readonly context: StoreContext,
  ) {}

  readonly now = (): Promise<number> => readNow(this.executor, this.context);

  get events(): Stores['events'] {
    return (this.made.events ??= createEventStore(this.executor, this.context));
  }

  get deliveries(): Stores['deliveries'] {
    return (this.made.deliveries ??= createDeliveryStore(this.executor, this.context));
  }

  get attempts(): Stores['attempts'] {
    return (this.made.attempts ??= createAttemptStore(this.executor, this.context));
  }

  get reports(): Stores['reports'] {
    return (this.made.reports ??= createReportStore(this.executor, this.context));
  }

  get webhooks(): Stores['webhooks'] {
    return (this.made.webhooks ??= createWebhookStore(this.executor, this.context));
  }

  get registry(): Stores['registry'] {
    return (this.made.registry ??= createWebhookRegistry(this.executor, this.context));
  }

  get audit(): Stores['audit'] {
    return (this.made.audit ??= createAuditStore(this.executor, this.context));
  }

  get clock(): Stores['clock'] {
    return (this.made.clock ??= createClockStore(this.executor, this.context));
  }
}
