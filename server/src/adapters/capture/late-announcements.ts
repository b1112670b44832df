import type { Core } from '@strapi/types';
import { isRecord } from '../../domain/is-record';
import { idsOf } from './entry-reader';
import { twinKey, type Twins } from './twins';

/** What Strapi has not announced by then it never will. */
const MAX_WAIT_MS = 10 * 60 * 1000;

export interface LateAnnouncementsDeps {
  readonly strapi: Core.Strapi;
  readonly twins: Twins;
  readonly monotonicNow: () => number;
}

/**
 * Hears the announcements that are still to come of what is committed now, each once, and no other.
 *
 * @param topics - of these topics
 * @param listener - gets the topic and what is announced; it must not throw
 */
export type HearLate = (
  topics: readonly string[],
  listener: (topic: string, info: unknown) => void,
) => void;

/**
 * Makes the listening.
 *
 * @param deps - the hub, and what is captured and not announced
 */
export const lateAnnouncements =
  ({ strapi, twins, monotonicNow }: LateAnnouncementsDeps): HearLate =>
  (topics, listener) => {
    const due = twins
      .unannounced()
      .filter((key) => topics.some((topic) => key.startsWith(`${topic} `)));
    if (due.length === 0) return;
    const untilMs = monotonicNow() + MAX_WAIT_MS;
    const unsubscribe = strapi.eventHub.subscribe((topic: string, info: unknown) => {
      const at = monotonicNow() > untilMs ? -1 : due.findIndex(isOf(topic, info));
      if (at >= 0) {
        due.splice(at, 1);
        listener(topic, info);
      }
      if (due.length === 0 || monotonicNow() > untilMs) unsubscribe();
      return Promise.resolve();
    });
  };

/** Of some changes Strapi announces no entry; then any change of that type will do. */
const isOf = (topic: string, info: unknown): ((key: string) => boolean) => {
  if (!isRecord(info) || typeof info['uid'] !== 'string') return () => false;
  const { uid, entry } = info;
  const [rowId] = idsOf(entry);
  if (rowId === undefined) return (key) => key.startsWith(twinKey(topic, uid, ''));
  return (key) => key === twinKey(topic, uid, rowId);
};
