import { Box, Checkbox, Flex, Typography } from '@strapi/design-system';
import { useId } from 'react';
import type { TopicView } from '../../../../server/src/contracts/topic';
import { useTopicWords } from '../../i18n/use-topic-words';
import { useTranslate } from '../../i18n/use-translate';
import { chooseResource, chooseTopic, groupTopics, isChosen } from '../../model/topic-choice';

interface OtherTopicsProps {
  readonly chosen: readonly string[];
  /** Those without a content type. */
  readonly topics: readonly TopicView[];
  readonly known: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (topics: string[]) => void;
}

/** Topics that happen to no content type: media, releases, and what plugins and the project announce. */
export const OtherTopics = ({ chosen, topics, known, disabled, onChange }: OtherTopicsProps) => {
  const t = useTranslate();
  const id = useId();
  const { topicWord, topicMeaning, allOf, groupName } = useTopicWords();
  const groups = groupTopics(topics);
  if (groups.length === 0) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Box>
        <Typography variant="omega" fontWeight="semiBold" tag="h3">
          {t('other.title')}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {t('other.text')}
        </Typography>
      </Box>
      {groups.map(({ resource, topics: members }) => (
        <Flex
          key={resource}
          role="group"
          aria-label={groupName(resource)}
          gap={5}
          wrap="wrap"
          alignItems="flex-start"
        >
          {members.length > 1 ? (
            <Checkbox
              checked={isChosen(chosen, `${resource}.*`)}
              disabled={disabled}
              onCheckedChange={(on) =>
                onChange(chooseResource(chosen, resource, on === true, known))
              }
            >
              {allOf(resource)}
            </Checkbox>
          ) : null}
          {members.map(({ name, description, origin }) => {
            const meaning = origin === 'core' ? topicMeaning(name) : description;
            const hasMeaning = meaning !== null && meaning !== '';
            return (
              <Box key={name}>
                <Checkbox
                  aria-describedby={hasMeaning ? `${id}${name}` : undefined}
                  checked={isChosen(chosen, name)}
                  disabled={disabled}
                  onCheckedChange={(on) => onChange(chooseTopic(chosen, name, on === true, known))}
                >
                  {topicWord(name)}
                </Checkbox>
                {hasMeaning ? (
                  // It begins where the words beside the box begin.
                  <Box paddingLeft="2.8rem">
                    <Typography id={`${id}${name}`} variant="pi" textColor="neutral600">
                      {meaning}
                    </Typography>
                  </Box>
                ) : null}
              </Box>
            );
          })}
        </Flex>
      ))}
    </Flex>
  );
};
