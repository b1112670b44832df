import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useWebhookNames } from '../hooks/use-webhook-names';
import { useTopicWords } from './use-topic-words';
import { useTranslate } from './use-translate';

/** What tells a delivery from its neighbours. */
export type NamedDelivery = Pick<
  DeliveryView,
  'topic' | 'webhookId' | 'webhookName' | 'documentId' | 'createdAt'
>;

/**
 * Gives the function that names a delivery, for the buttons of a list: who hears them without seeing their
 * rows could not tell them apart otherwise.
 */
export const useDeliveryName = (): ((delivery: NamedDelivery) => string) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const { topicWord } = useTopicWords();
  const { ownerOf } = useWebhookNames();
  return useCallback(
    (delivery) => {
      const { topic, documentId, createdAt } = delivery;
      const values = {
        event: topicWord(topic),
        webhook: ownerOf(delivery),
        time: formatDate(createdAt, { dateStyle: 'medium', timeStyle: 'medium' }),
      };
      return documentId === null
        ? t('delivery.name', values)
        : t('delivery.name-of-entry', { ...values, document: documentId });
    },
    [t, formatDate, topicWord, ownerOf],
  );
};
