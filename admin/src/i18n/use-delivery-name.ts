import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useWebhookNames } from '../hooks/use-webhook-names';
import { useTopicWords } from './use-topic-words';
import { useTranslate } from './use-translate';

/** What tells a delivery from its neighbours. */
export type NamedDelivery = Pick<DeliveryView, 'topic' | 'webhookId' | 'documentId' | 'createdAt'>;

/**
 * Gives the function that names a delivery, for the buttons of a list: who hears them without seeing their
 * rows could not tell them apart otherwise.
 */
export const useDeliveryName = (): ((delivery: NamedDelivery) => string) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const { topicWord } = useTopicWords();
  const { nameOf } = useWebhookNames();
  return useCallback(
    ({ topic, webhookId, documentId, createdAt }) => {
      const values = {
        event: topicWord(topic),
        webhook: nameOf(webhookId),
        time: formatDate(createdAt, { dateStyle: 'medium', timeStyle: 'medium' }),
      };
      return documentId === null
        ? t('delivery.name', values)
        : t('delivery.name-of-entry', { ...values, document: documentId });
    },
    [t, formatDate, topicWord, nameOf],
  );
};
