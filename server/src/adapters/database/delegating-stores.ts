import type { Stores } from '../../pipeline/ports';

type Run = <T>(work: (stores: Stores) => Promise<T>) => Promise<T>;

const delegating = <Store extends object>(
  model: Store,
  pick: (stores: Stores) => Store,
  run: Run,
): Store =>
  new Proxy(model, {
    get:
      (_model, name) =>
      (...values: unknown[]): Promise<unknown> =>
        run(async (stores) => {
          const method: unknown = Reflect.get(pick(stores), name);
          if (typeof method !== 'function') throw new TypeError(`there is no ${String(name)}`);
          const result: unknown = await Reflect.apply(method, undefined, values);
          return result;
        }),
  });

/**
 * Stores that find out at each call which stores to use. Like those, each is made when it is first asked for.
 *
 * @param model - stores with the same methods
 * @param run - calls its argument with the stores of the moment
 */
export const delegatingStores = (model: Stores, run: Run): Stores =>
  new DelegatingStores(model, run);

/** A class for the same reason as the stores that it stands before. */
class DelegatingStores implements Stores {
  private readonly made: { -readonly [Name in keyof Stores]?: Stores[Name] } = {};

  constructor(
    private readonly model: Stores,
    private readonly run: Run,
  ) {}

  readonly now = (): Promise<number> => this.run((stores) => stores.now());

  get events(): Stores['events'] {
    return (this.made.events ??= delegating(this.model.events, ({ events }) => events, this.run));
  }

  get deliveries(): Stores['deliveries'] {
    return (this.made.deliveries ??= delegating(
      this.model.deliveries,
      ({ deliveries }) => deliveries,
      this.run,
    ));
  }

  get attempts(): Stores['attempts'] {
    return (this.made.attempts ??= delegating(
      this.model.attempts,
      ({ attempts }) => attempts,
      this.run,
    ));
  }

  get reports(): Stores['reports'] {
    return (this.made.reports ??= delegating(
      this.model.reports,
      ({ reports }) => reports,
      this.run,
    ));
  }

  get webhooks(): Stores['webhooks'] {
    return (this.made.webhooks ??= delegating(
      this.model.webhooks,
      ({ webhooks }) => webhooks,
      this.run,
    ));
  }

  get registry(): Stores['registry'] {
    return (this.made.registry ??= delegating(
      this.model.registry,
      ({ registry }) => registry,
      this.run,
    ));
  }

  get audit(): Stores['audit'] {
    return (this.made.audit ??= delegating(this.model.audit, ({ audit }) => audit, this.run));
  }

  get clock(): Stores['clock'] {
    return (this.made.clock ??= delegating(this.model.clock, ({ clock }) => clock, this.run));
  }
}
