import type { Core } from '@strapi/types';
import { ENTRY_TOPICS, HUB_TOPICS, isCapturableTopic, isOwnableTopic } from '../domain/rules/topic';
import { PluginError } from '../errors/plugin-error';

/** A topic that can be chosen here. */
export interface KnownTopic {
  readonly name: string;
  readonly description: string;
  /** `plugin`: announced by another plugin; `custom`: registered, or named in the settings. */
  readonly origin: 'core' | 'plugin' | 'custom';
}

export interface TopicRegistry {
  /** Every topic that exists here, core's first. */
  list(): KnownTopic[];
  /**
   * Makes a topic of one's own choosable; call it in `register` or `bootstrap`.
   *
   * @param name - `resource.event`
   * @param description - for the people who choose
   * @throws PluginError `topic_invalid`
   */
  register(name: string, description?: string): void;
  isCustom(name: string): boolean;
}

const CORE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'entry.create': 'An entry was created, or a locale was added to a document',
  'entry.update': 'A draft, or an entry of a type without drafts, was changed',
  'entry.delete':
    'A version of an entry was deleted; one event for each locale, draft and published',
  'entry.publish': 'An entry was published; one event for each locale',
  'entry.unpublish': 'A published entry was taken back; one event for each locale',
  'entry.draft-discard': 'The changes of a draft were discarded',
  'media.create': 'A file was uploaded',
  'media.update': 'A file was replaced or its details were changed',
  'media.delete': 'A file was deleted',
  'review-workflows.updateEntryStage': 'An entry moved to another review stage (paid editions)',
  'releases.publish': 'A release was published (paid editions)',
};

/**
 * Collects the topics that exist in this Strapi.
 *
 * @param sources - what other plugins announce (core's `allowedEvents`, read at each call) and what the settings name
 */
export const createTopicRegistry = ({
  announced,
  configured,
}: {
  announced: () => Iterable<string>;
  configured: readonly { readonly name: string; readonly description: string }[];
}): TopicRegistry => {
  const custom = new Map(configured.map(({ name, description }) => [name, description]));
  return {
    list: () => {
      const topics = new Map<string, KnownTopic>();
      for (const name of [...ENTRY_TOPICS, ...HUB_TOPICS]) {
        topics.set(name, { name, description: CORE_DESCRIPTIONS[name] ?? '', origin: 'core' });
      }
      for (const name of announced()) {
        if (!topics.has(name) && isCapturableTopic(name)) {
          topics.set(name, { name, description: '', origin: 'plugin' });
        }
      }
      for (const [name, description] of custom) {
        if (!topics.has(name)) topics.set(name, { name, description, origin: 'custom' });
      }
      return [...topics.values()];
    },
    register: (name, description = '') => {
      if (!isOwnableTopic(name)) {
        throw new PluginError('topic_invalid', {
          faults: [
            {
              path: ['topic'],
              message: `"${name}" must be "resource.event" and not one of Strapi's own`,
            },
          ],
        });
      }
      custom.set(name, description);
    },
    isCustom: (name) => custom.has(name),
  };
};

/** What other plugins told core that they announce. */
export const announcedTopics = (strapi: Core.Strapi): string[] => {
  const store: { readonly allowedEvents: ReadonlyMap<string, string> } = strapi.get('webhookStore');
  return [...store.allowedEvents.values()];
};
