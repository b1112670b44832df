import type { Core } from '@strapi/types';
import { isExcludedContentType } from '../../domain/content-type';
import { isRecord } from '../../domain/is-record';
import { isCapturableTopic, isEntryTopic } from '../../domain/rules/topic';
import type { Log } from '../../pipeline/ports';
import type { AnnouncementQueue, PendingAnnouncement } from './announcement-queue';
import type { MutableCounters } from './counters';
import { idsOf, textOrNull, type EntryReader, type JsonObject } from './entry-reader';
import type { EventFactory, Origin } from './event-factory';
import type { Mute } from './mute';
import { twinKey, type Twins } from './twins';
import { reasonOf } from '../../errors/reason-of';

export interface HubDeps {
  readonly strapi: Core.Strapi;
  readonly queue: AnnouncementQueue;
  readonly twins: Twins;
  readonly mute: Mute;
  readonly reader: EntryReader;
  readonly factory: EventFactory;
  /** Topics beside `entry.*` that may be taken from the hub. */
  readonly isKnownTopic: (topic: string) => boolean;
  readonly now: () => number;
  readonly counters: MutableCounters;
  readonly log: Log;
}

/** The content types of what core announces beside entries. */
const MEMBER_UIDS: ReadonlyMap<string, string> = new Map([
  ['media', 'plugin::upload.file'],
  ['release', 'plugin::content-releases.release'],
]);

/**
 * Takes from Strapi's event hub what is announced nowhere else, and entry events that capture missed.
 * It never throws and never waits: a failing subscriber silences the later ones, and for entry events it
 * ends the process.
 *
 * @param deps - the hub and capture's parts
 * @returns a function that unsubscribes
 */
export const subscribeToHub = (deps: HubDeps): (() => void) => {
  const { strapi, queue, twins, mute, reader, factory, now, counters, log } = deps;

  const sanitised = async (info: JsonObject): Promise<JsonObject> => {
    const result = { ...info };
    for (const [name, value] of Object.entries(info)) {
      const uid = name === 'entry' ? textOrNull(info['uid']) : (MEMBER_UIDS.get(name) ?? null);
      if (uid !== null && isRecord(value)) result[name] = await reader.sanitise(uid, value);
    }
    return result;
  };

  const buildEntry = async (topic: string, json: string, occurredAtMs: number) => {
    const info = parse(json);
    const { uid, model, documentId, locale } = originOf(info);
    const entry = (await sanitised(info))['entry'];
    return factory.entry(
      topic,
      { uid: uid ?? '', model: model ?? '' },
      { documentId, locale, entry: isRecord(entry) ? entry : {} },
      occurredAtMs,
    );
  };

  const buildOther = async (topic: string, json: string, occurredAtMs: number) => {
    const info = parse(json);
    return factory.announcement(topic, originOf(info), await sanitised(info), occurredAtMs);
  };

  /** What is announced may change as soon as we return, so it is written down at once. */
  const enqueue = (topic: string, info: unknown, wasMissed: boolean): void => {
    const json = JSON.stringify(isRecord(info) ? info : { data: info });
    const occurredAtMs = now();
    const build = wasMissed ? buildEntry : buildOther;
    const pending: PendingAnnouncement = {
      topic,
      uid: isRecord(info) ? textOrNull(info['uid']) : null,
      wasMissed,
      build: () => build(topic, json, occurredAtMs),
    };
    if (queue.add(pending)) return;
    counters.lost += 1;
    log.error(`too many announcements wait to be written; ${topic} is lost`);
  };

  const handleEntry = (topic: string, info: unknown): void => {
    if (!isRecord(info) || typeof info['uid'] !== 'string') return;
    // Without an entry core tells nothing; what it stands for was captured.
    const [rowId] = idsOf(info['entry']);
    if (rowId === undefined || twins.take(twinKey(topic, info['uid'], rowId))) return;
    if (!isExcludedContentType(info['uid']) && !mute.isMutedAnnouncement())
      enqueue(topic, info, true);
  };

  const handleOther = (topic: string, info: unknown): void => {
    if (!isCapturableTopic(topic) || !deps.isKnownTopic(topic) || mute.isMutedAnnouncement())
      return;
    const uid = isRecord(info) ? textOrNull(info['uid']) : null;
    if (uid === null || !isExcludedContentType(uid)) enqueue(topic, info, false);
  };

  return strapi.eventHub.subscribe((topic: string, info: unknown) => {
    try {
      if (isEntryTopic(topic)) handleEntry(topic, info);
      else handleOther(topic, info);
    } catch (error) {
      counters.lost += 1;
      log.error(`${topic} was announced and could not be recorded: ${reasonOf(error)}`);
    }
    return Promise.resolve();
  });
};

const parse = (json: string): JsonObject => {
  const value: unknown = JSON.parse(json);
  return isRecord(value) ? value : {};
};

/** As much as the tables hold: one announcement that does not fit would be in the way of all others. */
const MAX_NAME_LENGTH = 255;

const nameOrNull = (value: unknown): string | null => {
  const text = textOrNull(value);
  return text !== null && text.length <= MAX_NAME_LENGTH ? text : null;
};

const originOf = (info: JsonObject): Origin => {
  const subject = [info['entry'], info['entity'], info['media'], info['release']].find(isRecord);
  return {
    uid: nameOrNull(info['uid']),
    model: nameOrNull(info['model']),
    documentId: nameOrNull(subject?.['documentId']),
    locale: nameOrNull(subject?.['locale']),
  };
};
