import type { Stores } from '../../pipeline/ports';
import { LazyStores, type StoreName } from './lazy-stores';

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
export const delegatingStores = (model: Stores, run: Run): Stores =>
  new DelegatingStores(model, run);

class DelegatingStores extends LazyStores {
  constructor(
    private readonly model: Stores,
    private readonly run: Run,
  ) {
    super();
  }

  readonly now = (): Promise<number> => this.run((stores) => stores.now());

  protected make<Name extends StoreName>(name: Name): Stores[Name] {
    return delegating(this.model[name], (stores) => stores[name], this.run);
  }
}
