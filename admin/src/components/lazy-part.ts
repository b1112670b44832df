import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** A part of the panel did not arrive in the browser. React keeps that in mind: only loading the page again helps. */
export class NotLoadedError extends Error {
  override readonly name = 'NotLoadedError';
}

/**
 * A part of the panel that is loaded when it is shown.
 *
 * @param load - imports it
 * @returns the part; where it cannot be loaded it throws {@link NotLoadedError}
 */
export const lazyPart = <Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> =>
  lazy(() =>
    load().catch((cause: unknown) => {
      throw new NotLoadedError('a part of the panel could not be loaded', { cause });
    }),
  );
