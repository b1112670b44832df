import { Box, Checkbox, Flex, IconButton, Tr, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronRight } from '@strapi/icons';
import type { KeyboardEvent, MouseEvent } from 'react';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { DeliveryView } from '../../../../server/src/contracts/delivery';
import { DeliveryResult } from '../../components/delivery-result';
import { DeliveryState } from '../../components/delivery-state';
import { RedeliverButton } from '../../components/redeliver-button';
import { useDeliveryName } from '../../i18n/use-delivery-name';
import { useTopicWords } from '../../i18n/use-topic-words';
import { useTranslate } from '../../i18n/use-translate';
import { DeliveryDetailPanel } from './delivery-detail-panel';
import { TopicName } from './topic-name';
import { Cell } from '../../components/table-cells';
import { TimeAgo } from '../../components/time-ago';

interface DeliveryRowProps {
  readonly delivery: DeliveryView;
  readonly contentTypes: readonly ContentTypeView[];
  /** Null where all are of one webhook. */
  readonly webhookName: string | null;
  readonly colCount: number;
  /** How much of the table is in sight, in pixels: what is open below stays within it. */
  readonly visibleWidth: number;
  readonly selectable: boolean;
  /** It cannot be sent again, and so it is not chosen for that. */
  readonly isGone: boolean;
  readonly selected: boolean;
  readonly onSelect: (on: boolean) => void;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** What the table and the open part have around them, in pixels. */
const MARGIN = 90;

const stay = (event: MouseEvent | KeyboardEvent) => event.stopPropagation();

/** One delivery at a glance; open, with everything that is known of it below. */
export const DeliveryRow = (props: DeliveryRowProps) => {
  const t = useTranslate();
  const { topicWord } = useTopicWords();
  const deliveryName = useDeliveryName();
  const { delivery, contentTypes, webhookName, isOpen, onToggle } = props;
  const { topic, uid, documentId, locale } = delivery;
  const typeName = contentTypes.find((one) => one.uid === uid)?.displayName ?? uid;
  const detailId = `delivery-${delivery.id}`;
  return (
    <>
      <Tr onClick={onToggle} cursor="pointer">
        {props.selectable ? (
          <Cell onClick={stay}>
            {props.isGone ? null : (
              <Checkbox
                aria-label={t('deliveries.select', { topic: topicWord(topic), id: delivery.id })}
                checked={props.selected}
                onCheckedChange={(on) => props.onSelect(on === true)}
              />
            )}
          </Cell>
        ) : null}
        <Cell onClick={stay}>
          <IconButton
            variant="ghost"
            label={t(isOpen ? 'deliveries.close' : 'deliveries.open', {
              delivery: deliveryName(delivery),
            })}
            withTooltip={false}
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailId : undefined}
            onClick={onToggle}
          >
            {isOpen ? <ChevronDown /> : <ChevronRight />}
          </IconButton>
        </Cell>
        <Cell>
          <DeliveryState delivery={delivery} />
        </Cell>
        <Cell style={{ maxWidth: '20rem' }}>
          <Flex direction="column" alignItems="flex-start">
            <TopicName topic={topic} />
            {webhookName === null ? null : (
              <Typography
                variant="pi"
                textColor="neutral600"
                ellipsis
                maxWidth="100%"
                title={webhookName}
              >
                {webhookName}
              </Typography>
            )}
          </Flex>
        </Cell>
        <Cell style={{ maxWidth: '18rem' }}>
          {uid === null && documentId === null ? (
            <Typography textColor="neutral600">{t('deliveries.no-entry')}</Typography>
          ) : (
            <Flex direction="column" alignItems="flex-start">
              <Typography textColor="neutral800" ellipsis maxWidth="100%">
                {locale === null ? typeName : `${typeName} · ${locale}`}
              </Typography>
              <Typography variant="pi" textColor="neutral600" ellipsis maxWidth="100%">
                {documentId}
              </Typography>
            </Flex>
          )}
        </Cell>
        <Cell style={{ maxWidth: '22rem' }}>
          <DeliveryResult delivery={delivery} />
        </Cell>
        <Cell>
          <TimeAgo at={delivery.createdAt} />
        </Cell>
        <Cell onClick={stay}>
          <RedeliverButton delivery={delivery} compact />
        </Cell>
      </Tr>
      {isOpen ? (
        <Box tag="tr" id={detailId} background="neutral100">
          <Box tag="td" colSpan={props.colCount} padding={5} onKeyDown={stay}>
            <Box
              position="sticky"
              style={{ whiteSpace: 'normal' }}
              left={5}
              maxWidth={`${Math.max(280, props.visibleWidth - MARGIN)}px`}
            >
              <DeliveryDetailPanel id={delivery.id} contentTypes={contentTypes} />
            </Box>
          </Box>
        </Box>
      ) : null}
    </>
  );
};
