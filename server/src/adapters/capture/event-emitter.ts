import type { Core } from '@strapi/types';
import { subscribes } from '../../domain/subscription';
import type { Event } from '../../domain/event';
import { isOwnableTopic } from '../../domain/rules/topic';
import { messageOf } from '../../errors/message-of';
import { PluginError } from '../../errors/plugin-error';
import type { Log, WebhookDirectory } from '../../pipeline/ports';
import type { MutableCounters } from './counters';
import type { EmittedEvent, EventFactory } from './event-factory';
import type { EventRecorder } from './event-recorder';
import type { Mute } from './mute';
import type { TransactionScope } from './transaction-scope';

export interface EventEmitterDeps {
  readonly strapi: Core.Strapi;
  readonly directory: WebhookDirectory;
  readonly recorder: EventRecorder;
  readonly factory: EventFactory;
  readonly mute: Mute;
  /** Topics beside `entry.*` that exist here. */
  readonly isKnownTopic: (topic: string) => boolean;
  readonly now: () => number;
  readonly counters: MutableCounters;
  readonly log: Pick<Log, 'warn'>;
}

/** Records one custom event, in the caller's transaction where there is one. */
export type Emit = (topic: string, data: unknown) => Promise<void>;

/**
 * Makes the function behind the public `emit`.
 *
 * @param deps - Strapi and capture's parts
 * @returns a function that rejects with `topic_invalid`, `event_invalid` or `event_not_recorded`
 */
export const createEventEmitter = (deps: EventEmitterDeps): Emit => {
  const { strapi, directory, recorder, factory, mute, now, counters, log } = deps;

  const eventOf = (topic: string, data: unknown): EmittedEvent => {
    if (typeof data === 'function' || typeof data === 'symbol')
      throw eventFault('it is a ' + typeof data);
    try {
      return factory.emitted(topic, data ?? null, now());
    } catch (error) {
      throw eventFault(messageOf(error));
    }
  };

  const writeInTransaction = async (event: Event): Promise<boolean> =>
    strapi.db.transaction((scope: TransactionScope) =>
      recorder.within(scope, () => recorder.record(scope, [event])),
    );

  return async (topic, data) => {
    if (!isOwnableTopic(topic) || !deps.isKnownTopic(topic)) {
      throw new PluginError('topic_invalid', {
        faults: [{ path: ['topic'], message: `"${topic}" is not registered` }],
      });
    }
    const { event, isThin } = eventOf(topic, data);
    if (mute.isMuted()) return;
    const { subscriptions } = await recorder.before(() => directory.current());
    if (!subscriptions.some((subscription) => subscribes(subscription, { topic, uid: null })))
      return;
    if (isThin)
      log.warn(
        `${topic}: its data is larger than maxBodyBytes and is sent without what makes it large`,
      );
    // A caller whose transaction is over already still has it in its context.
    if (!(await writeInTransaction(event))) await recorder.recordNow([event]);
    counters.emitted += 1;
  };
};

const eventFault = (message: string): PluginError =>
  new PluginError('event_invalid', {
    faults: [{ path: ['data'], message: `JSON cannot express it: ${message}` }],
  });
