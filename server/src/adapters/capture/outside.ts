import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Runs work outside of the caller's transaction and request. Strapi keeps both in async context, and
 * work that outlives a transaction but keeps its context fails with "Transaction query already complete".
 *
 * The context is that of loading this file, when nothing runs yet.
 */
export const outside: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();
