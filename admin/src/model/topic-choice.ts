import {
  patternMatches,
  resourceOf,
  type EntryTopic,
} from '../../../server/src/domain/rules/topic';
import type { ContentTypeView } from '../../../server/src/contracts/content-type';
import type { WebhookFormValues } from './form-values';

/** What only happens to entries that have drafts. */
const DRAFT_EVENTS: readonly string[] = [
  'entry.publish',
  'entry.unpublish',
  'entry.draft-discard',
] satisfies readonly EntryTopic[];

/**
 * Tells whether an event never happens to entries of a content type.
 *
 * @param event - an exact topic
 * @param type - the content type
 */
export const neverHappens = (
  event: string,
  { draftAndPublish }: Pick<ContentTypeView, 'draftAndPublish'>,
): boolean => !draftAndPublish && DRAFT_EVENTS.includes(event);

/**
 * Tells whether a choice of topics and patterns includes a topic.
 *
 * @param chosen - exact topics, `resource.*` and `*`
 * @param topic - a topic, or a pattern such as `entry.*`
 */
export const isChosen = (chosen: readonly string[], topic: string): boolean =>
  chosen.some((pattern) => patternMatches(pattern, topic));

/** Writes a pattern as the topics that it stands for today, so that one of them can be taken out. */
const spread = (pattern: string, topic: string, known: readonly string[]): string[] => {
  if (!pattern.endsWith('*') || !patternMatches(pattern, topic)) return [pattern];
  const meant = known.filter((one) => patternMatches(pattern, one));
  if (pattern !== '*') return meant;
  const others = new Set(meant.map(resourceOf).filter((one) => one !== resourceOf(topic)));
  return [
    ...[...others].map((resource) => `${resource}.*`),
    ...meant.filter((one) => resourceOf(one) === resourceOf(topic)),
  ];
};

/**
 * Takes a topic into a choice, or out of it.
 *
 * @param chosen - the choice so far
 * @param topic - an exact topic
 * @param on - in or out
 * @param known - every topic that exists
 * @returns the new choice; a pattern from which one topic is taken out becomes the others
 */
export const chooseTopic = (
  chosen: readonly string[],
  topic: string,
  on: boolean,
  known: readonly string[],
): string[] => {
  if (on) return isChosen(chosen, topic) ? [...chosen] : [...chosen, topic];
  return chosen
    .flatMap((pattern) => spread(pattern, topic, known))
    .filter((pattern) => pattern !== topic);
};

/**
 * Takes everything of a resource into a choice, also what will be added later, or out of it.
 *
 * @param chosen - the choice so far
 * @param resource - `entry`, `media`…
 * @param on - in or out
 * @param known - every topic that exists
 */
export const chooseResource = (
  chosen: readonly string[],
  resource: string,
  on: boolean,
  known: readonly string[],
): string[] => {
  const pattern = `${resource}.*`;
  if (on) {
    return isChosen(chosen, pattern)
      ? [...chosen]
      : [...chosen.filter((one) => !patternMatches(pattern, one)), pattern];
  }
  return known
    .filter((topic) => patternMatches(pattern, topic))
    .reduce<string[]>((rest, topic) => chooseTopic(rest, topic, false, known), [...chosen])
    .filter((one) => one !== pattern);
};

/**
 * Finds the content types whose saved changes a choice leaves out, because it waits for a publication that
 * they do not have.
 *
 * @param choice - topics and content types; of all content types those of the project itself are meant
 * @param known - every content type
 */
export const silentTypes = (
  { topics, contentTypes }: Pick<WebhookFormValues, 'topics' | 'contentTypes'>,
  known: readonly ContentTypeView[],
): readonly ContentTypeView[] => {
  const waits = DRAFT_EVENTS.some((event) => isChosen(topics, event));
  const tells = isChosen(topics, 'entry.create') || isChosen(topics, 'entry.update');
  if (!waits || tells) return [];
  return known.filter(
    ({ uid, draftAndPublish }) =>
      !draftAndPublish && (contentTypes === '*' ? isOwn(uid) : contentTypes.includes(uid)),
  );
};

/**
 * Leaves out the content types to which none of the chosen events ever happens.
 *
 * @param uids - the chosen content types
 * @param events - the chosen events of entries
 * @param known - every content type; of one that is not there nobody knows what happens to it
 * @returns all of them where nothing would be left
 */
export const typesThatSend = (
  uids: readonly string[],
  events: readonly EntryTopic[],
  known: readonly ContentTypeView[],
): readonly string[] => {
  const sending = uids.filter((uid) => {
    const type = known.find((one) => one.uid === uid);
    return type === undefined || !events.every((event) => neverHappens(event, type));
  });
  return sending.length === 0 ? uids : sending;
};

/** Tells whether a content type is the project's own, and not one of a plugin. */
export const isOwn = (uid: string): boolean => uid.startsWith('api::');

/** Tells whether a choice holds anything that happens to entries. */
export const choosesEntries = (chosen: readonly string[]): boolean =>
  chosen.some((pattern) => pattern === '*' || resourceOf(pattern) === 'entry');

/** Topics that belong together, under the name before their first dot. */
export interface TopicGroup<Topic extends { readonly name: string }> {
  readonly resource: string;
  readonly topics: readonly Topic[];
}

/**
 * Puts topics without a content type into groups.
 *
 * @param topics - topics with their names, in the order to keep
 */
export const groupTopics = <Topic extends { readonly name: string }>(
  topics: readonly Topic[],
): TopicGroup<Topic>[] => {
  const resources = [...new Set(topics.map(({ name }) => resourceOf(name)))];
  return resources.map((resource) => ({
    resource,
    topics: topics.filter(({ name }) => resourceOf(name) === resource),
  }));
};
