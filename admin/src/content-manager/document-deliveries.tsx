import { Box, Flex, Link, Loader, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { useListDeliveriesQuery } from '../api/deliveries';
import { DeliveryResult } from '../components/delivery-result';
import { DeliveryState } from '../components/delivery-state';
import { IncompleteNotice } from '../components/incomplete-notice';
import { RedeliverButton } from '../components/redeliver-button';
import { StaleNotice } from '../components/stale-notice';
import { TimeAgo } from '../components/time-ago';
import { useErrorText } from '../hooks/use-error-text';
import { useDeliveryPolling } from '../hooks/use-delivery-polling';
import { useTopicWords } from '../i18n/use-topic-words';
import { useTranslate } from '../i18n/use-translate';
import { useWebhookNames } from '../hooks/use-webhook-names';
import { PLUGIN_PATH } from '../plugin-id';
import { EventLink } from './event-link';

const REFRESH_MS = 5000;
const SHOWN = 5;

interface DocumentDeliveriesProps {
  readonly uid: string;
  readonly documentId: string;
  /** Null where the content type has no locales. */
  readonly locale: string | null;
}

/** The last deliveries of a document in its locale. */
const DocumentDeliveries = ({ uid, documentId, locale }: DocumentDeliveriesProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { topicWord } = useTopicWords();
  const names = useWebhookNames();
  const { ownerOf } = names;
  const { pollingInterval, follow } = useDeliveryPolling(REFRESH_MS);
  const filters = { uid: [uid], documentId, ...(locale === null ? {} : { locale }) };
  // Another entry's or locale's deliveries have no place here, not even for a moment.
  const { currentData: data, error } = useListDeliveriesQuery(
    { filters, pagination: { limit: SHOWN } },
    { pollingInterval },
  );
  follow(data?.data ?? []);
  const all = `${PLUGIN_PATH}/deliveries?entry=${encodeURIComponent(documentId)}`;
  if (data === undefined || names.isLoading) {
    return (
      <Box minHeight="6rem">
        {error === undefined ? (
          <Loader small>{t('common.loading')}</Loader>
        ) : (
          <Typography textColor="danger600">{errorText(error)}</Typography>
        )}
      </Box>
    );
  }
  if (data.data.length === 0) {
    return (
      <Box width="100%">
        <StaleNotice error={error} />
        <Typography variant="pi" textColor="neutral600">
          {t('panel.none')}
        </Typography>
      </Box>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <StaleNotice error={error} />
      <IncompleteNotice asked={[names]} />
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {data.data.map((delivery) => (
          <Flex key={delivery.id} tag="li" justifyContent="space-between" gap={2}>
            <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
              <Flex gap={2} wrap="wrap">
                <DeliveryState delivery={delivery} />
                <TimeAgo at={delivery.createdAt} />
              </Flex>
              <EventLink
                to={`${all}&open=${encodeURIComponent(delivery.id)}`}
                name={ownerOf(delivery)}
                event={topicWord(delivery.topic)}
              />
              <DeliveryResult delivery={delivery} />
            </Flex>
            <RedeliverButton delivery={delivery} compact />
          </Flex>
        ))}
      </Flex>
      <Link tag={NavLink} to={all}>
        {t('panel.all')}
      </Link>
    </Flex>
  );
};

export default DocumentDeliveries;
