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
export const delegatingStores = (model: Stores, run: Run): Stores => {
  const made: { -readonly [Name in keyof Stores]?: Stores[Name] } = {};
  return {
    get events() {
      return (made.events ??= delegating(model.events, ({ events }) => events, run));
    },
    get deliveries() {
      return (made.deliveries ??= delegating(model.deliveries, (stores) => stores.deliveries, run));
    },
    get attempts() {
      return (made.attempts ??= delegating(model.attempts, ({ attempts }) => attempts, run));
    },
    get reports() {
      return (made.reports ??= delegating(model.reports, ({ reports }) => reports, run));
    },
    get webhooks() {
      return (made.webhooks ??= delegating(model.webhooks, ({ webhooks }) => webhooks, run));
    },
    get audit() {
      return (made.audit ??= delegating(model.audit, ({ audit }) => audit, run));
    },
    get registry() {
      return (made.registry ??= delegating(model.registry, ({ registry }) => registry, run));
    },
    get clock() {
      return (made.clock ??= delegating(model.clock, ({ clock }) => clock, run));
    },
    now: () => run((stores) => stores.now()),
  };
};
