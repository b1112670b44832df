import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { ContentTypeView } from '../../../server/src/contracts/content-type';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import { ENTRY_TOPICS, HUB_TOPICS, OWN_TOPICS } from '../../../server/src/domain/rules/topic';
import { isChosen, typesThatSend } from '../model/topic-choice';
import { useTranslate } from './use-translate';

/** Those that have words: Strapi's, and the plugin's own. */
const NAMED_TOPICS = [...ENTRY_TOPICS, ...HUB_TOPICS, ...OWN_TOPICS] as const;
type NamedTopic = (typeof NAMED_TOPICS)[number];

const isNamedTopic = (topic: string): topic is NamedTopic =>
  NAMED_TOPICS.some((one) => one === topic);

/** Those whose word alone does not say when they happen. */
const EXPLAINED_TOPICS = [
  ...ENTRY_TOPICS,
  'media.update',
  'review-workflows.updateEntryStage',
  'releases.publish',
] as const satisfies readonly NamedTopic[];

const NAMED_RESOURCES = ['media', 'releases', 'review-workflows'] as const;

const SHOWN_TYPES = 3;

/** Gives the functions that say topics and whole choices in words. */
export const useTopicWords = () => {
  const t = useTranslate();
  const { formatList } = useIntl();

  /** A topic: "publish", "file uploaded"; one of the project's own is its name. */
  const topicWord = useCallback(
    (topic: string): string => (isNamedTopic(topic) ? t(`topic.${topic}`) : topic),
    [t],
  );

  /** When a topic of Strapi's own happens; null where its word says it, and for topics of others. */
  const topicMeaning = useCallback(
    (topic: string): string | null => {
      const explained = EXPLAINED_TOPICS.find((one) => one === topic);
      return explained === undefined ? null : t(`meaning.${explained}`);
    },
    [t],
  );

  /** All topics of a resource that has no content types. */
  const allOf = useCallback(
    (resource: string): string =>
      resource === 'media' ? t('topics.all-of-media') : t('topics.all-of', { resource }),
    [t],
  );

  /** The topics of a resource, as a name for their group. */
  const groupName = useCallback(
    (resource: string): string => {
      const known = NAMED_RESOURCES.find((one) => one === resource);
      return known === undefined ? resource : t(`topics.group-of-${known}`);
    },
    [t],
  );

  /** A webhook's whole choice: "Article, Page · publish, unpublish". */
  const choiceWords = useCallback(
    (
      { topics, contentTypes }: Pick<WebhookView, 'topics' | 'contentTypes'>,
      known: readonly ContentTypeView[],
    ): string => {
      const nameOf = (uid: string) => known.find((one) => one.uid === uid)?.displayName ?? uid;
      const all = isChosen(topics, 'entry.*');
      const events = ENTRY_TOPICS.filter((event) => isChosen(topics, event));
      const types =
        contentTypes === '*' ? [] : typesThatSend(contentTypes, events, known).map(nameOf);
      const more = types.length - SHOWN_TYPES;
      const typeWords =
        contentTypes === '*'
          ? t('topics.all-content-types')
          : formatList([
              ...types.slice(0, SHOWN_TYPES),
              ...(more > 0 ? [t('topics.more', { count: more })] : []),
            ]);
      const eventWords = all ? t('topics.all-events') : formatList(events.map(topicWord));
      const rest = topics
        .filter((topic) => topic !== '*' && !topic.startsWith('entry.'))
        .map((topic) => (topic.endsWith('.*') ? allOf(topic.slice(0, -2)) : topicWord(topic)));
      const parts = [
        ...(all || events.length > 0 ? [`${typeWords} · ${eventWords}`] : []),
        ...(topics.includes('*') ? [t('topics.everything-else')] : rest),
      ];
      return parts.join('; ');
    },
    [t, formatList, topicWord, allOf],
  );

  return { topicWord, topicMeaning, allOf, groupName, choiceWords };
};
