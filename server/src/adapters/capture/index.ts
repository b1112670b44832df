import type { Knex } from 'knex';
import type { Core } from '@strapi/types';
import { isEntryTopic } from '../../domain/rules/topic';
import type { EventStore, Log, Surroundings, WebhookDirectory } from '../../pipeline/ports';
import { interceptActionTransactions } from './action-transactions';
import { createAnnouncementQueue } from './announcement-queue';
import { createAnnouncementWriter } from './announcement-writer';
import { createCounters, type CaptureCounters } from './counters';
import { installDocumentCapture } from './document-middleware';
import { createEntryReader } from './entry-reader';
import { createEventEmitter, type Emit } from './event-emitter';
import { createEventFactory } from './event-factory';
import { subscribeToHub } from './event-hub-subscriber';
import { createEventIds } from './event-ids';
import { createEventRecorder } from './event-recorder';
import { lateAnnouncements, type HearLate } from './late-announcements';
import { createModels } from './models';
import { createMute, type Mute } from './mute';
import { createTwins } from './twins';

export interface CaptureDeps {
  readonly strapi: Core.Strapi;
  readonly directory: WebhookDirectory;
  /** The event store over a transaction of Strapi's. */
  readonly eventStoreFor: (trx: Knex.Transaction) => EventStore;
  readonly surroundings: Pick<Surroundings, 'now' | 'monotonicNow' | 'randomBytes'>;
  readonly maxBodyBytes: number;
  /** Every topic that exists here. */
  readonly topics: { list(): readonly { readonly name: string }[] };
  /** Wakes whoever delivers; called after every commit that brought events. */
  readonly onRecorded: () => void;
  readonly log: Log;
}

/** Capture at work. */
export interface Capture {
  readonly emit: Emit;
  readonly withoutWebhooks: Mute['withoutWebhooks'];
  readonly counters: CaptureCounters;
  readonly hearLate: HearLate;
  /** Writes what is announced and not written yet; capture goes on until the database closes. */
  stop(): Promise<void>;
}

const DRAIN_TIMEOUT_MS = 5_000;

/**
 * Begins to record what happens in a Strapi:
 * entry events in their own transaction, everything else as soon as it is announced.
 *
 * @param deps - Strapi, and where events go
 */
export const installCapture = (deps: CaptureDeps): Capture => {
  const { strapi, directory, surroundings, log } = deps;
  const now = () => surroundings.now();
  const monotonicNow = () => surroundings.monotonicNow();
  const counters = createCounters();
  const mute = createMute(monotonicNow);
  const twins = createTwins(monotonicNow);
  const reader = createEntryReader(strapi, createModels(strapi));
  const factory = createEventFactory(createEventIds(surroundings), deps.maxBodyBytes);
  const recorder = createEventRecorder(deps);
  const transactions = interceptActionTransactions(strapi.db, log);
  const isKnownTopic = (topic: string): boolean =>
    !isEntryTopic(topic) && deps.topics.list().some(({ name }) => name === topic);

  const documents = installDocumentCapture({
    strapi,
    directory,
    recorder,
    reader,
    factory,
    now,
    transactions,
    twins,
    mute,
    counters,
  });
  const queue = createAnnouncementQueue({
    write: createAnnouncementWriter({
      directory,
      recorder,
      counters,
      onMissed: () => documents.reportMissed(),
      now: monotonicNow,
      log,
    }),
    onLost: (count) => {
      counters.lost += count;
    },
    log,
  });
  const unsubscribe = subscribeToHub({
    strapi,
    queue,
    twins,
    mute,
    reader,
    factory,
    isKnownTopic,
    now,
    counters,
    log,
  });

  beforeDatabaseCloses(strapi, async () => {
    await queue.drain(DRAIN_TIMEOUT_MS);
    unsubscribe();
    documents.uninstall();
    transactions.uninstall();
  });

  return {
    emit: createEventEmitter({
      strapi,
      directory,
      recorder,
      factory,
      mute,
      isKnownTopic,
      now,
      counters,
      log,
    }),
    withoutWebhooks: (work) => mute.withoutWebhooks(work),
    counters,
    hearLate: lateAnnouncements({ strapi, twins, monotonicNow }),
    stop: () => queue.drain(DRAIN_TIMEOUT_MS),
  };
};

/** Plugins are told to stop while requests are still served: only the database closes last. */
const beforeDatabaseCloses = ({ db }: Core.Strapi, work: () => Promise<void>): void => {
  const close = db.destroy.bind(db);
  db.destroy = async () => {
    await work();
    await close();
  };
};
