import type { Stores } from '../../pipeline/ports';

/** What `Stores` has besides the clock. */
export type StoreName = Exclude<keyof Stores, 'now'>;

/**
 * Stores of which each is made when it is first asked for: a save needs one of them.
 *
 * A class, because each transaction has one. Getters that an object has for itself outlive it in V8, with all that they close
 * over, until the old generation is collected: each collection of the young one copied them.
 */
export abstract class LazyStores implements Stores {
  private readonly made: { -readonly [Name in StoreName]?: Stores[Name] } = {};

  abstract readonly now: () => Promise<number>;

  protected abstract make<Name extends StoreName>(name: Name): Stores[Name];

  get events(): Stores['events'] {
    return (this.made.events ??= this.make('events'));
  }

  get deliveries(): Stores['deliveries'] {
    return (this.made.deliveries ??= this.make('deliveries'));
  }

  get attempts(): Stores['attempts'] {
    return (this.made.attempts ??= this.make('attempts'));
  }

  get reports(): Stores['reports'] {
    return (this.made.reports ??= this.make('reports'));
  }

  get webhooks(): Stores['webhooks'] {
    return (this.made.webhooks ??= this.make('webhooks'));
  }

  get registry(): Stores['registry'] {
    return (this.made.registry ??= this.make('registry'));
  }

  get audit(): Stores['audit'] {
    return (this.made.audit ??= this.make('audit'));
  }

  get clock(): Stores['clock'] {
    return (this.made.clock ??= this.make('clock'));
  }
}
