import type { Core } from '@strapi/types';
import type { ActionContext } from './document-action';

/**
 * A document middleware.
 *
 * @param isLast - false when another middleware was added since this one was called; this one is then called again, after it
 */
export type InnermostMiddleware = (
  context: ActionContext,
  isLast: () => boolean,
  next: () => Promise<unknown>,
) => Promise<unknown>;

export interface Innermost {
  /** Puts the middleware last again, in case somebody took it out. */
  reinstall(): void;
  uninstall(): void;
}

/**
 * Keeps a document middleware behind all others, also those that are added later: as the outermost it would
 * hold a transaction over other plugins' slow work, un-awaited writes and retries.
 *
 * It moves by being added again, while what is left of it further up only passes on. Nothing is ever taken
 * out: Strapi's function for that takes out the last middleware when it is called twice.
 *
 * @param documents - `strapi.documents`
 * @param middleware - the middleware
 */
export const installInnermost = (
  documents: Core.Strapi['documents'],
  middleware: InnermostMiddleware,
): Innermost => {
  const { use } = documents;
  let latest = 0;

  // Strapi's types say that `use` returns the service; it returns a function that takes the middleware out.
  const add = (added: unknown): unknown => Reflect.apply(use, documents, [added]);

  const install = (): void => {
    latest += 1;
    const turn = latest;
    const isLast = (): boolean => turn === latest;
    add((context: ActionContext, next: () => Promise<unknown>) =>
      isLast() ? middleware(context, isLast, next) : next(),
    );
  };

  const useBeforeUs = (added: unknown): (() => void) => {
    const takeOut = once(add(added));
    if (latest > 0) install();
    return takeOut;
  };
  Object.defineProperty(documents, 'use', {
    value: useBeforeUs,
    configurable: true,
    writable: true,
  });
  install();

  return {
    reinstall: install,
    uninstall: () => {
      latest = 0;
      const current: unknown = documents.use;
      if (current !== useBeforeUs) return;
      Object.defineProperty(documents, 'use', { value: use, configurable: true, writable: true });
    },
  };
};

const once = (action: unknown): (() => void) => {
  let isDone = false;
  return () => {
    if (isDone || typeof action !== 'function') return;
    isDone = true;
    Reflect.apply(action, undefined, []);
  };
};
