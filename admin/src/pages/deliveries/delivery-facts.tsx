import { Box, Link, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import type { DeliveryDetail, DeliveryView } from '../../../../server/src/contracts/delivery';
import { useWebhookNames } from '../../hooks/use-webhook-names';
import { useResultWords } from '../../i18n/use-result-words';
import { useTranslate, type MessageKey } from '../../i18n/use-translate';
import { hasArrivedBefore } from '../../model/arrived-before';
import { entryTitle } from '../../model/entry-title';
import { PLUGIN_PATH } from '../../plugin-id';
import { entryPath } from './entry-path';
import { TopicName } from './topic-name';

const List = styled.dl`
  display: grid;
  grid-template-columns: max-content 1fr;
  gap: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[4]}`};
  min-width: 0;
  overflow-wrap: anywhere;

  a,
  span {
    font-size: inherit;
  }
`;

/** What the moment is called at which nothing more was to do. Sent again in vain it stays; what arrives again arrived then. */
const FINISHED: Partial<Record<DeliveryView['state'], MessageKey>> = {
  succeeded: 'delivery.last-arrived',
  failed: 'delivery.given-up',
  discarded: 'delivery.discarded-at',
};

interface DeliveryFactsProps {
  readonly delivery: DeliveryView & Pick<DeliveryDetail, 'body'>;
  readonly contentTypes: readonly ContentTypeView[];
}

/** A delivery's ids, times and links. */
export const DeliveryFacts = ({ delivery, contentTypes }: DeliveryFactsProps) => {
  const t = useTranslate();
  const resultWords = useResultWords();
  const { ownerOf, isMissing } = useWebhookNames();
  const { formatDate, formatNumber } = useIntl();
  const at = (instant: string) => formatDate(instant, { dateStyle: 'medium', timeStyle: 'medium' });
  const { webhookId, documentId, locale, finishedAt, discardReason, lastError } = delivery;
  const finished = FINISHED[delivery.state];
  const title = entryTitle(delivery.body);
  const path = entryPath(delivery, contentTypes);
  const entry = locale === null ? documentId : `${documentId} (${locale})`;

  const facts: readonly (readonly [MessageKey, ReactNode])[] = [
    ['delivery.id', delivery.id],
    ['delivery.topic', <TopicName key="topic" topic={delivery.topic} />],
    ['delivery.event', delivery.eventId],
    [
      'delivery.webhook',
      isMissing(webhookId) ? (
        ownerOf(delivery)
      ) : (
        <Link key="webhook" tag={NavLink} to={`${PLUGIN_PATH}/webhooks/${webhookId}`}>
          {ownerOf(delivery)}
        </Link>
      ),
    ],
    ['delivery.sequence', formatNumber(delivery.sequence)],
    ...(documentId === null
      ? []
      : [
          [
            'delivery.entry',
            path === null ? (
              entry
            ) : (
              <Link key="entry" tag={NavLink} to={path}>
                {entry}
              </Link>
            ),
          ] as const,
        ]),
    ...(title === null ? [] : [['delivery.entry-title', title] as const]),
    ['delivery.created', at(delivery.createdAt)],
    ...(finishedAt === null || finished === undefined ? [] : [[finished, at(finishedAt)] as const]),
    ...(discardReason === null
      ? []
      : [['delivery.why-discarded', t(`discard.${discardReason}`)] as const]),
    ...(hasArrivedBefore(delivery)
      ? [['delivery.sent-again', t('delivery.arrived-before')] as const]
      : []),
    ...(lastError === null ? [] : [['delivery.last-error', resultWords(lastError)] as const]),
  ];
  return (
    <List>
      {facts.map(([key, value]) => (
        <Box key={key} display="contents">
          <Typography tag="dt" variant="pi" textColor="neutral600">
            {t(key)}
          </Typography>
          <Typography tag="dd" variant="pi" textColor="neutral800">
            {value}
          </Typography>
        </Box>
      ))}
    </List>
  );
};
