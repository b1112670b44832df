import { Flex, Typography } from '@strapi/design-system';
import { useTopicWords } from '../../i18n/use-topic-words';

interface TopicNameProps {
  readonly topic: string;
}

/** A topic in words, and beside them as receivers get it: that is what people look for. */
export const TopicName = ({ topic }: TopicNameProps) => {
  const { topicWord } = useTopicWords();
  const word = topicWord(topic);
  return (
    <Flex gap="0 0.8rem" wrap="wrap" maxWidth="100%">
      <Typography textColor="neutral800" fontWeight="semiBold" ellipsis maxWidth="100%">
        {word}
      </Typography>
      {word === topic ? null : (
        <Typography variant="pi" textColor="neutral600" ellipsis maxWidth="100%" title={topic}>
          {topic}
        </Typography>
      )}
    </Flex>
  );
};
