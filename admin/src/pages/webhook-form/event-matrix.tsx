import { Box, Button, Checkbox, Typography, VisuallyHidden } from '@strapi/design-system';
import { Check, ChevronDown } from '@strapi/icons';
import { useState } from 'react';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import { useTopicWords } from '../../i18n/use-topic-words';
import { useTranslate } from '../../i18n/use-translate';
import { chooseResource, chooseTopic, isChosen } from '../../model/topic-choice';
import { MatrixTable } from './matrix-table';

/** What the project's own content types begin with; those of plugins come on request. */
const OWN = 'api::';

interface EventMatrixProps {
  readonly topics: readonly string[];
  readonly contentTypes: '*' | readonly string[];
  readonly known: readonly string[];
  /** The columns: every event that belongs to a content type. */
  readonly events: readonly string[];
  readonly knownTypes: readonly ContentTypeView[];
  readonly disabled: boolean;
  readonly onTopics: (topics: string[]) => void;
  readonly onContentTypes: (contentTypes: '*' | readonly string[]) => void;
}

/**
 * Content types × events. People choose rows and columns, and a cell shows what follows: a webhook
 * holds both lists, so every chosen content type sends every chosen event.
 */
export const EventMatrix = (props: EventMatrixProps) => {
  const t = useTranslate();
  const { topicWord } = useTopicWords();
  const { topics, contentTypes, known, events, knownTypes, disabled, onTopics, onContentTypes } =
    props;
  const allTypes = contentTypes === '*';
  const hasType = (uid: string) => allTypes || contentTypes.includes(uid);
  const uids = knownTypes.map(({ uid }) => uid);
  const gone = allTypes ? [] : contentTypes.filter((uid) => !uids.includes(uid));
  const isQuiet = ({ uid }: { readonly uid: string }) =>
    !uid.startsWith(OWN) && (allTypes || !contentTypes.includes(uid));
  const [showsAll, setShowsAll] = useState(false);
  const quietCount = showsAll ? 0 : knownTypes.filter(isQuiet).length;
  const rows = [
    ...knownTypes
      .filter((one) => showsAll || !isQuiet(one))
      .map((one) => ({ ...one, gone: false })),
    ...gone.map(unknownType),
  ];

  const chooseType = (uid: string, on: boolean) => {
    const chosen = allTypes ? uids : contentTypes;
    onContentTypes(on ? [...chosen, uid] : chosen.filter((one) => one !== uid));
  };
  const cell = (typeChosen: boolean, event: string, typeName: string) => {
    const sent = typeChosen && isChosen(topics, event);
    return (
      <td key={event}>
        {sent ? <Check aria-hidden fill="success600" /> : <span aria-hidden>·</span>}
        <VisuallyHidden>
          {t(sent ? 'matrix.sent' : 'matrix.not-sent', { type: typeName, event: topicWord(event) })}
        </VisuallyHidden>
      </td>
    );
  };

  return (
    <Box overflow="auto">
      <MatrixTable>
        <thead>
          <tr>
            <th scope="col">
              <Typography variant="sigma" textColor="neutral600">
                {t('matrix.content-type')}
              </Typography>
            </th>
            <th scope="col">
              <Checkbox
                checked={isChosen(topics, 'entry.*')}
                disabled={disabled}
                onCheckedChange={(on) =>
                  onTopics(chooseResource(topics, 'entry', on === true, known))
                }
              >
                {t('matrix.all-events')}
              </Checkbox>
            </th>
            {events.map((event) => (
              <th key={event} scope="col">
                <Checkbox
                  checked={isChosen(topics, event)}
                  disabled={disabled}
                  onCheckedChange={(on) => onTopics(chooseTopic(topics, event, on === true, known))}
                >
                  {topicWord(event)}
                </Checkbox>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" colSpan={events.length + 2}>
              <Checkbox
                checked={allTypes}
                disabled={disabled}
                onCheckedChange={(on) => onContentTypes(on === true ? '*' : [])}
              >
                {t('matrix.all-content-types')}
              </Checkbox>
            </th>
          </tr>
          {rows.map(({ uid, displayName, gone: isGone }) => (
            <tr key={uid}>
              <th scope="row" colSpan={2}>
                <Checkbox
                  checked={hasType(uid)}
                  disabled={disabled}
                  onCheckedChange={(on) => chooseType(uid, on === true)}
                >
                  {isGone ? t('matrix.gone', { uid }) : displayName}
                </Checkbox>
              </th>
              {events.map((event) => cell(hasType(uid), event, displayName))}
            </tr>
          ))}
          {quietCount === 0 ? null : (
            <tr>
              <td colSpan={events.length + 2}>
                <Button
                  variant="ghost"
                  startIcon={<ChevronDown />}
                  onClick={() => setShowsAll(true)}
                >
                  {t('matrix.show-plugins', { count: quietCount })}
                </Button>
              </td>
            </tr>
          )}
        </tbody>
      </MatrixTable>
      <Box paddingTop={3}>
        <Typography variant="pi" textColor="neutral600">
          {t('matrix.rule')}
        </Typography>
      </Box>
    </Box>
  );
};

const unknownType = (uid: string) => ({ uid, displayName: uid, gone: true });
