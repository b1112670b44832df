import type { Core } from '@strapi/strapi';
import type { DocumentAction } from './document-actions';

type Middleware = Parameters<Core.Strapi['documents']['use']>[0];
type Next = () => Promise<unknown>;

/** Where a middleware can be put that acts on one action only, since nothing takes one out safely. */
export interface MiddlewareSlot {
  readonly middleware: Middleware;
  /** For the next action like this one. */
  fill(action: DocumentAction, surround: (next: Next) => Promise<unknown>): void;
}

export const createMiddlewareSlot = (): MiddlewareSlot => {
  let filled: Parameters<MiddlewareSlot['fill']> | null = null;
  const pass = (context: { readonly uid: string; readonly action: string }, next: Next) => {
    if (filled === null) return next();
    const [action, surround] = filled;
    if (action.uid !== context.uid || action.does !== context.action) return next();
    filled = null;
    return surround(next);
  };
  return {
    middleware: pass as Middleware,
    fill: (...filling) => {
      filled = filling;
    },
  };
};
