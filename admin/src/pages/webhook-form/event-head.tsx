import { Checkbox, Typography } from '@strapi/design-system';
import { useId } from 'react';
import { useTopicWords } from '../../i18n/use-topic-words';

interface EventHeadProps {
  readonly event: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (on: boolean) => void;
}

/** The head of an event's column: its choice, and when it happens. */
export const EventHead = ({ event, checked, disabled, onChange }: EventHeadProps) => {
  const id = useId();
  const { topicWord, topicMeaning } = useTopicWords();
  const word = topicWord(event);
  const meaning = topicMeaning(event);
  return (
    // Cells are read out under the short name of their column.
    <th scope="col" abbr={word}>
      <Checkbox
        aria-describedby={meaning === null ? undefined : id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(on) => onChange(on === true)}
      >
        {word}
      </Checkbox>
      {meaning === null ? null : (
        <Typography id={id} tag="p" variant="pi" textColor="neutral600" fontWeight="regular">
          {meaning}
        </Typography>
      )}
    </th>
  );
};
