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
 * Stores that find out at each call which stores to use.
 *
 * @param model - stores with the same methods
 * @param run - calls its argument with the stores of the moment
 */
export const delegatingStores = (model: Stores, run: Run): Stores => ({
  events: delegating(model.events, ({ events }) => events, run),
  deliveries: delegating(model.deliveries, ({ deliveries }) => deliveries, run),
  attempts: delegating(model.attempts, ({ attempts }) => attempts, run),
  reports: delegating(model.reports, ({ reports }) => reports, run),
  webhooks: delegating(model.webhooks, ({ webhooks }) => webhooks, run),
  audit: delegating(model.audit, ({ audit }) => audit, run),
  registry: delegating(model.registry, ({ registry }) => registry, run),
  clock: delegating(model.clock, ({ clock }) => clock, run),
  now: () => run((stores) => stores.now()),
});
