/** What a content type's entries can do, as core announces it, in the order in which people are shown it. */
export const ENTRY_TOPICS = [
  'entry.create',
  'entry.update',
  'entry.publish',
  'entry.unpublish',
  'entry.delete',
  'entry.draft-discard',
] as const;
export type EntryTopic = (typeof ENTRY_TOPICS)[number];

/** What core announces on its hub and nowhere else. */
export const HUB_TOPICS = [
  'media.create',
  'media.update',
  'media.delete',
  'review-workflows.updateEntryStage',
  'releases.publish',
] as const;

/** Deliveries that the plugin makes itself; they go to one webhook and cannot be subscribed to. */
export const PING_TOPIC = 'ping';
export const TEST_TOPIC = 'trigger-test';
export const OWN_TOPICS = [PING_TOPIC, TEST_TOPIC] as const;

/** Names on the hub that are never captured, whatever somebody registers: people's data and our own words. */
const FORBIDDEN_RESOURCES = new Set(['user', 'admin', 'permission', 'role', 'webhook']);

const TOPIC = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$/;
const MAX_TOPIC_LENGTH = 120;

const entryTopics: ReadonlySet<string> = new Set(ENTRY_TOPICS);

const coreTopics: ReadonlySet<string> = new Set([...ENTRY_TOPICS, ...HUB_TOPICS]);

/** Tells whether Strapi itself speaks of this topic; nobody else may emit it. */
export const isCoreTopic = (topic: string): boolean => coreTopics.has(topic);

export const isEntryTopic = (topic: string): topic is EntryTopic => entryTopics.has(topic);

/**
 * Tells whether a string can be a topic: `resource.event`, of letters, digits, `_` and `-`.
 *
 * @param topic - any string
 * @returns true when it is well formed and may be captured
 */
export const isCapturableTopic = (topic: string): boolean =>
  topic.length <= MAX_TOPIC_LENGTH &&
  TOPIC.test(topic) &&
  !FORBIDDEN_RESOURCES.has(resourceOf(topic).toLowerCase());

/**
 * Tells whether an app may call events of its own so.
 *
 * @param topic - any string
 */
export const isOwnableTopic = (topic: string): boolean =>
  isCapturableTopic(topic) && !isCoreTopic(topic);

/**
 * The part before the first dot, `entry` of `entry.publish`; a topic without a dot is its own resource.
 */
export const resourceOf = (topic: string): string => {
  const dot = topic.indexOf('.');
  return dot < 0 ? topic : topic.slice(0, dot);
};

/**
 * The part after the first dot, `publish` of `entry.publish`; a topic without a dot is its own event.
 */
export const eventOf = (topic: string): string => topic.slice(topic.indexOf('.') + 1);

/**
 * Tells whether a subscription pattern covers a topic.
 *
 * @param pattern - an exact topic, `resource.*` or `*`
 * @param topic - the topic of an event
 * @returns true when an event of this topic belongs to the pattern
 */
export const patternMatches = (pattern: string, topic: string): boolean => {
  if (pattern === '*' || pattern === topic) return true;
  return pattern.endsWith('.*') && topic.startsWith(pattern.slice(0, -1));
};

/**
 * Finds the patterns that no known topic can ever satisfy.
 *
 * @param patterns - what a webhook wants to subscribe to
 * @param known - every topic that exists here
 * @returns the patterns that match nothing, in their order
 */
export const unmatchablePatterns = (
  patterns: readonly string[],
  known: readonly string[],
): string[] =>
  patterns.filter(
    (pattern) => pattern !== '*' && !known.some((topic) => patternMatches(pattern, topic)),
  );
