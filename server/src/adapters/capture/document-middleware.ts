import type { Core } from '@strapi/types';
import type { Event } from '../../domain/event';
import { subscribes } from '../../domain/subscription';
import type { EntryTopic } from '../../domain/rules/topic';
import type { WebhookDirectory } from '../../pipeline/ports';
import { defaultLocaleOf } from './default-locale';
import type { ActionTransactions } from './action-transactions';
import { observeAction, type AffectedRow } from './affected-rows';
import type { MutableCounters } from './counters';
import { documentActionOf, topicsOf, type DocumentAction } from './document-action';
import type { EntryReader } from './entry-reader';
import type { EventFactory } from './event-factory';
import type { EventRecorder } from './event-recorder';
import { installInnermost } from './innermost';
import type { Mute } from './mute';
import type { TransactionScope } from './transaction-scope';
import { twinKey, type Twins } from './twins';

export interface DocumentCaptureDeps {
  readonly strapi: Core.Strapi;
  readonly directory: WebhookDirectory;
  readonly recorder: EventRecorder;
  readonly reader: EntryReader;
  readonly factory: EventFactory;
  readonly now: () => number;
  readonly transactions: ActionTransactions;
  readonly twins: Twins;
  readonly mute: Mute;
  readonly counters: MutableCounters;
}

export interface DocumentCapture {
  uninstall(): void;
  /** Call it when an entry event was announced that was not captured. */
  reportMissed(): void;
}

/**
 * Records the entry events of every document action in the action's own transaction.
 *
 * @param deps - Strapi and capture's parts
 */
export const installDocumentCapture = (deps: DocumentCaptureDeps): DocumentCapture => {
  const { strapi, directory, recorder, transactions, twins, mute } = deps;
  let ranSinceMiss = false;

  const wantedTopics = async (action: DocumentAction): Promise<readonly EntryTopic[]> => {
    const { uid } = action;
    const { subscriptions } = await recorder.before(() => directory.current());
    return topicsOf(action).filter((topic) =>
      subscriptions.some((subscription) => subscribes(subscription, { topic, uid })),
    );
  };

  const capture = async <T>(
    action: DocumentAction,
    wanted: readonly EntryTopic[],
    withContent: boolean,
    scope: TransactionScope,
    act: () => Promise<T>,
  ): Promise<T> => {
    const { reader } = deps;
    const defaultLocale = () => defaultLocaleOf(strapi);
    const observer = observeAction(action, { reader, defaultLocale, withContent });
    await recorder.within(scope, () => observer.begin());
    const result = await act();
    await recorder.within(scope, async () => {
      const affected = (await observer.end(result)).filter(({ topic }) => wanted.includes(topic));
      const dealtWith = withContent ? await record(scope, action, affected) : affected;
      twins.expect(
        scope,
        dealtWith.map(({ topic, id }) => twinKey(topic, action.uid, id)),
      );
    });
    return result;
  };

  /** A row that a lifecycle hook deleted meanwhile has no event; core announces it without an entry. */
  const record = async (
    scope: TransactionScope,
    action: DocumentAction,
    affected: readonly AffectedRow[],
  ): Promise<readonly AffectedRow[]> => {
    const events: Event[] = [];
    const recorded: AffectedRow[] = [];
    const occurredAtMs = deps.now();
    for (const row of affected) {
      const snapshot = row.before ?? (await deps.reader.read(action.uid, row.id));
      if (snapshot === null) continue;
      events.push(deps.factory.entry(row.topic, action, snapshot, occurredAtMs));
      recorded.push(row);
    }
    await recorder.record(scope, events);
    deps.counters.captured += events.length;
    return recorded;
  };

  const innermost = installInnermost(strapi.documents, async (context, isLast, next) => {
    const action = documentActionOf(context);
    if (action === null) return transactions.pass(next);
    ranSinceMiss = true;
    const isMuted = mute.isMuted();
    // Outside of a transaction the announcement comes in the muted context too, and is known by that.
    if (isMuted && !strapi.db.inTransaction()) return transactions.pass(next);
    const wanted = await wantedTopics(action);
    if (!isLast()) return next();
    if (wanted.length === 0) return transactions.pass(next);
    return transactions.run(next, (scope, act) => capture(action, wanted, !isMuted, scope, act));
  });

  return {
    uninstall: () => {
      innermost.uninstall();
    },
    reportMissed: () => {
      if (!ranSinceMiss) innermost.reinstall();
      ranSinceMiss = false;
    },
  };
};
