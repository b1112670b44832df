import type { Knex } from 'knex';

/** What `strapi.db.transaction` hands to its callback, as far as capture needs it. */
export interface TransactionScope {
  /** The outermost transaction: Strapi's nested ones are the same object. */
  readonly trx: Knex.Transaction;
  onCommit(callback: () => void): void;
  onRollback(callback: () => void): void;
}
