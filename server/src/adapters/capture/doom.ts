import type { Knex } from 'knex';
import { PluginError } from '../../errors/plugin-error';
import { reasonOf } from '../../errors/reason-of';

const doomed = new WeakMap<Knex.Transaction, PluginError>();

/**
 * Makes sure that a transaction is rolled back and that whoever commits it hears of it, even when
 * somebody between us and them swallows the error: its `commit` rolls back and throws.
 *
 * Rolling back at once would not do: Strapi takes a transaction that is over for a committed one, and so
 * would a caller that swallowed the error. Neither would throwing alone: PostgreSQL answers the commit of a
 * failed transaction with a silent rollback.
 *
 * @param trx - the outermost transaction
 * @param cause - what went wrong
 * @returns the error for the caller; the first one when it was doomed before
 */
export const doom = (trx: Knex.Transaction, cause: unknown): PluginError => {
  const before = doomed.get(trx);
  if (before !== undefined) return before;
  const error = new PluginError('event_not_recorded', { cause, detail: reasonOf(cause) });
  doomed.set(trx, error);

  const rollBack = trx.rollback.bind(trx);
  const isCompleted = trx.isCompleted.bind(trx);
  let acknowledged = false;
  Object.assign(trx, {
    commit: async (): Promise<never> => {
      if (!isCompleted()) await rollBack();
      throw error;
    },
    rollback: async (): Promise<void> => {
      if (!isCompleted()) await rollBack();
      acknowledged = true;
    },
    // Strapi skips its rollback callbacks when it finds the transaction over.
    isCompleted: () => acknowledged,
  });
  return error;
};

/** Why this transaction cannot be committed any more; null when it can. */
export const doomOf = (trx: Knex.Transaction): PluginError | null => doomed.get(trx) ?? null;
