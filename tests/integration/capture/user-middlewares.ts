import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { TAG, type DocumentAction, type DocumentsOf, type ExpectedEvent } from './document-actions';

/** What a middleware of a user has to work with. */
export interface Surroundings {
  readonly strapi: Core.Strapi;
  readonly documents: DocumentsOf;
  /** The document that the action is about. */
  readonly documentId: string | undefined;
  next(): Promise<unknown>;
  /** Tells that the next action may begin, although this one goes on. */
  goOn(): void;
  /** Takes work that the middleware does not wait for. */
  leaveRunning(work: Promise<unknown>): void;
}

/** What users do around `next()`. */
export interface UserMiddleware {
  readonly name: string;
  surround(surroundings: Surroundings): Promise<unknown>;
  /** The events of an action beside it. */
  eventsOf(action: DocumentAction): readonly ExpectedEvent[];
}

const SLOW_MS = 2_000;

const asWithoutIt = ({ expected }: DocumentAction): readonly ExpectedEvent[] => expected;

export const USER_MIDDLEWARES: readonly UserMiddleware[] = [
  { name: 'no middleware', surround: ({ next }) => next(), eventsOf: asWithoutIt },
  {
    name: 'a raw read after next()',
    surround: async ({ strapi, next }) => {
      const result = await next();
      await strapi.db.connection('articles').count('* as count');
      return result;
    },
    eventsOf: asWithoutIt,
  },
  {
    name: 'a write that nobody waits for after next()',
    surround: async ({ documents, next, leaveRunning }) => {
      const result = await next();
      leaveRunning(documents(TAG).create({ data: { name: 'fire and forget' } }));
      return result;
    },
    eventsOf: ({ expected, error }) =>
      error === undefined ? [...expected, ['entry.create', null]] : expected,
  },
  {
    name: 'two seconds of waiting after next()',
    surround: async ({ next, goOn }) => {
      const result = await next();
      goOn();
      await pause(SLOW_MS);
      return result;
    },
    eventsOf: asWithoutIt,
  },
  {
    name: 'no next(), as a soft delete does',
    surround: ({ documentId }) => Promise.resolve({ documentId, entries: [{ id: 1, documentId }] }),
    eventsOf: () => [],
  },
  {
    name: 'next() twice',
    surround: async ({ next }) => {
      await next();
      return next();
    },
    eventsOf: ({ expected, again = expected }) => [...expected, ...again],
  },
];
