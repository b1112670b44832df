import { Box, Checkbox, Flex, Tag, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { ENTRY_TOPICS, unmatchablePatterns } from '../../../../server/src/domain/rules/topic';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { TopicView } from '../../../../server/src/contracts/topic';
import { useTopicWords } from '../../i18n/use-topic-words';
import { useTranslate } from '../../i18n/use-translate';
import { silentTypes } from '../../model/topic-choice';
import { EventMatrix } from './event-matrix';
import { OtherTopics } from './other-topics';
import { SectionBox, useFaultText, type SectionProps } from './section';

interface EventsSectionProps extends SectionProps {
  readonly topics: readonly TopicView[];
  readonly contentTypes: readonly ContentTypeView[];
}

/** What the receiver is told of: content types × events, and what has no content type. */
export const EventsSection = (props: EventsSectionProps) => {
  const t = useTranslate();
  const faultText = useFaultText();
  const { formatList } = useIntl();
  const { choiceWords } = useTopicWords();
  const { values, faults, disabled, set, topics, contentTypes } = props;
  const known = topics.map(({ name }) => name);
  const everything = values.topics.includes('*');
  const unknown = unmatchablePatterns(values.topics, known);
  const silent = silentTypes(values, contentTypes).map(({ displayName }) => displayName);
  const fault = faultText(faults.topics) || faultText(faults.contentTypes);
  const words = choiceWords(
    { topics: [...values.topics], contentTypes: typesOf(values.contentTypes) },
    contentTypes,
  );
  return (
    <SectionBox
      title={t('form.events.title')}
      text={t(disabled ? 'form.events.text' : 'form.events.how')}
    >
      <Checkbox
        checked={everything}
        disabled={disabled}
        onCheckedChange={(on) => set('topics', on === true ? ['*'] : [])}
      >
        {t('form.events.everything')}
      </Checkbox>
      <EventMatrix
        topics={values.topics}
        contentTypes={values.contentTypes}
        known={known}
        events={columnsOf(topics)}
        knownTypes={contentTypes}
        disabled={disabled}
        onTopics={(next) => set('topics', next)}
        onContentTypes={(next) => set('contentTypes', next)}
      />
      <OtherTopics
        chosen={values.topics}
        topics={topics.filter(({ hasContentType }) => !hasContentType)}
        known={known}
        disabled={disabled}
        onChange={(next) => set('topics', next)}
      />
      {unknown.length === 0 ? null : (
        <Flex gap={2} wrap="wrap">
          <Typography textColor="neutral600">{t('form.events.unknown')}</Typography>
          {unknown.map((pattern) => (
            <Tag
              key={pattern}
              icon={<Cross aria-hidden />}
              label={t('form.events.remove-unknown', { pattern })}
              disabled={disabled}
              onClick={() =>
                set(
                  'topics',
                  values.topics.filter((one) => one !== pattern),
                )
              }
            >
              {pattern}
            </Tag>
          ))}
        </Flex>
      )}
      <Typography aria-live="polite" fontWeight="semiBold">
        {words === '' ? t('form.events.nothing') : t('form.events.summary', { words })}
      </Typography>
      {silent.length === 0 ? null : (
        <Box background="neutral100" hasRadius padding={4} role="status">
          <Typography tag="p" textColor="neutral800">
            {t('form.events.silent', { types: formatList(silent), count: silent.length })}
          </Typography>
          {disabled ? null : (
            <Typography tag="p" textColor="neutral800">
              {t('form.events.silent-how', { count: silent.length })}
            </Typography>
          )}
        </Box>
      )}
      {fault === false ? null : (
        <Typography variant="pi" textColor="danger600" role="alert" data-form-fault tabIndex={-1}>
          {fault}
        </Typography>
      )}
    </SectionBox>
  );
};

const typesOf = (contentTypes: '*' | readonly string[]): '*' | string[] =>
  contentTypes === '*' ? '*' : [...contentTypes];

/** Strapi's own events in the order of an entry's life, then those that plugins add. */
const columnsOf = (topics: readonly TopicView[]): string[] => [
  ...ENTRY_TOPICS,
  ...topics
    .filter(({ name, hasContentType }) => hasContentType && !name.startsWith('entry.'))
    .map(({ name }) => name),
];
