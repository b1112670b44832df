import { Box, Button, Checkbox, Typography, VisuallyHidden } from '@strapi/design-system';
import { Check, ChevronDown } from '@strapi/icons';
import { useState } from 'react';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import { useTopicWords } from '../../i18n/use-topic-words';
import { useTranslate } from '../../i18n/use-translate';
import {
  chooseResource,
  chooseTopic,
  isChosen,
  isOwn,
  neverHappens,
} from '../../model/topic-choice';
import { EventHead } from './event-head';
import { MatrixTable } from './matrix-table';

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
  // Those of plugins come on request.
  const isQuiet = ({ uid }: { readonly uid: string }) =>
    !isOwn(uid) && (allTypes || !contentTypes.includes(uid));
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
  const cell = (type: (typeof rows)[number], event: string) => {
    const never = neverHappens(event, type);
    const sent = !never && hasType(type.uid) && isChosen(topics, event);
    const fact = never ? 'matrix.never' : sent ? 'matrix.sent' : 'matrix.not-sent';
    return (
      <td key={event}>
        {sent ? <Check aria-hidden fill="success600" /> : null}
        {never ? <span aria-hidden>–</span> : null}
        <VisuallyHidden>
          {t(fact, { type: type.displayName, event: topicWord(event) })}
        </VisuallyHidden>
      </td>
    );
  };

  return (
    <>
      <Box overflow="auto" tabIndex={0} role="region" aria-label={t('matrix.label')}>
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
                <EventHead
                  key={event}
                  event={event}
                  checked={isChosen(topics, event)}
                  disabled={disabled}
                  onChange={(on) => onTopics(chooseTopic(topics, event, on, known))}
                />
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
            {rows.map((type) => (
              <tr key={type.uid}>
                <th scope="row">
                  <Checkbox
                    checked={hasType(type.uid)}
                    disabled={disabled}
                    onCheckedChange={(on) => chooseType(type.uid, on === true)}
                  >
                    {type.gone ? t('matrix.gone', { uid: type.uid }) : type.displayName}
                  </Checkbox>
                </th>
                <td />
                {events.map((event) => cell(type, event))}
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
      </Box>
      <Box paddingTop={3}>
        <Typography variant="pi" textColor="neutral600">
          {disabled ? t('matrix.rule') : `${t('matrix.rule')} ${t('matrix.rule-more')}`}
        </Typography>
        {rows.every(({ draftAndPublish }) => draftAndPublish) ? null : (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {t('matrix.never-rule')}
          </Typography>
        )}
      </Box>
    </>
  );
};

/** Nobody knows what happened to its entries. */
const unknownType = (uid: string) => ({
  uid,
  displayName: uid,
  draftAndPublish: true,
  gone: true,
});
