import { patternMatches } from './rules/topic';
import type { Subscription } from './webhook';

/** What a subscription is compared with. */
export interface Occurrence {
  readonly topic: string;
  /** The content type, or null for topics that have none (`media.*`, `releases.publish`, custom ones). */
  readonly uid: string | null;
}

/**
 * Tells whether a webhook wants an event. The content-type filter only speaks about events that
 * have a content type: an event without one is chosen by its topic alone.
 *
 * @param subscription - the webhook's topics and content types
 * @param occurrence - the event's topic and content type
 * @returns true when the webhook is owed the event
 */
export const subscribes = (subscription: Subscription, occurrence: Occurrence): boolean => {
  const { uid } = occurrence;
  if (uid !== null && subscription.contentTypes !== null) {
    if (!subscription.contentTypes.includes(uid)) return false;
  }
  return subscription.topics.some((pattern) => patternMatches(pattern, occurrence.topic));
};
