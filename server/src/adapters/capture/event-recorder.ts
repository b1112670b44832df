import type { Knex } from 'knex';
import type { Core } from '@strapi/types';
import type { Event } from '../../domain/event';
import type { EventStore, Log } from '../../pipeline/ports';
import { PluginError } from '../../errors/plugin-error';
import { doom, doomOf } from './doom';
import { outside } from './outside';
import type { TransactionScope } from './transaction-scope';
import { reasonOf } from '../../errors/reason-of';

/** Writes events, mostly in somebody else's transaction. */
export interface EventRecorder {
  /**
   * Does capture's own work in a transaction. A failure dooms the whole transaction and is thrown.
   *
   * @returns false when the transaction ended before the work did: nobody awaited the action it belongs to
   * @throws PluginError `event_not_recorded`
   */
  within(scope: TransactionScope, work: () => Promise<void>): Promise<boolean>;
  /** Adds events; call it inside `within`. */
  record(scope: TransactionScope, events: readonly Event[]): Promise<void>;
  /**
   * Reads what has to be known before an event can be recorded, wherever the caller is. A failure dooms the caller's
   * transaction: nobody knows which events would be missing from it.
   *
   * @throws PluginError `event_not_recorded`; in a doomed transaction, where every query may fail, the failure that doomed it
   */
  before<T>(read: () => Promise<T>): Promise<T>;
  /** Adds events in a transaction of their own, wherever the caller is. */
  recordNow(events: readonly Event[]): Promise<void>;
}

export interface EventRecorderDeps {
  readonly eventStoreFor: (trx: Knex.Transaction) => EventStore;
  readonly strapi: Core.Strapi;
  /** Called after every commit that brought events. */
  readonly onRecorded: () => void;
  readonly log: Log;
}

/**
 * Makes a recorder.
 *
 * @param deps - the store, and whom to tell
 */
export const createEventRecorder = ({
  strapi,
  eventStoreFor,
  onRecorded,
  log,
}: EventRecorderDeps): EventRecorder => {
  const noted = new WeakSet<Knex.Transaction>();

  const notify = (): void => {
    try {
      onRecorded();
    } catch (error) {
      log.error(`waking the dispatcher failed: ${reasonOf(error)}`);
    }
  };

  const within: EventRecorder['within'] = async ({ trx }, work) => {
    const doomedBy = doomOf(trx);
    if (doomedBy !== null) throw doomedBy;
    try {
      await work();
      return true;
    } catch (error) {
      if (doomOf(trx) === null && trx.isCompleted()) return false;
      throw doom(trx, error);
    }
  };

  /** Null where there is nothing to doom: outside of a transaction, and after its end, when it is still in the context. */
  const doomCaller = async (cause: unknown): Promise<PluginError | null> => {
    if (!strapi.db.inTransaction()) return null;
    let doomedBy: PluginError | null = null;
    await strapi.db.transaction(({ trx }: TransactionScope) => {
      doomedBy = doomOf(trx) ?? (trx.isCompleted() ? null : doom(trx, cause));
    });
    return doomedBy;
  };

  const before: EventRecorder['before'] = async (read) => {
    try {
      return await read();
    } catch (cause) {
      throw (
        (await doomCaller(cause)) ??
        new PluginError('event_not_recorded', { cause, detail: reasonOf(cause) })
      );
    }
  };

  const record: EventRecorder['record'] = async (scope, events) => {
    if (events.length === 0) return;
    await eventStoreFor(scope.trx).insert(events);
    if (noted.has(scope.trx)) return;
    noted.add(scope.trx);
    scope.onCommit(() => {
      outside(() => setImmediate(notify));
    });
  };

  return {
    before,
    within,
    record,
    recordNow: async (events) => {
      await outside(() =>
        strapi.db.transaction((scope: TransactionScope) =>
          within(scope, () => record(scope, events)),
        ),
      );
    },
  };
};
