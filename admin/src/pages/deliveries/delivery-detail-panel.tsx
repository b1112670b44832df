import { Box, Flex, Loader, Typography } from '@strapi/design-system';
import type { ContentTypeView } from '../../../../server/src/contracts/content-type';
import { useGetDeliveryQuery } from '../../api/deliveries';
import { CodeBlock } from '../../components/code-block';
import { ErrorState } from '../../components/error-state';
import { NextAttempt } from '../../components/next-attempt';
import { RedeliverButton } from '../../components/redeliver-button';
import { StaleNotice } from '../../components/stale-notice';
import { useDeliveryPolling } from '../../hooks/use-delivery-polling';
import { useWebhookNames } from '../../hooks/use-webhook-names';
import { useTranslate } from '../../i18n/use-translate';
import { prettyJson } from '../../model/pretty-json';
import { AttemptTimeline } from './attempt-timeline';
import { CurlButton } from './curl-button';
import { DeliveryFacts } from './delivery-facts';

const REFRESH_MS = 3000;

interface DeliveryDetailPanelProps {
  readonly id: string;
  readonly contentTypes: readonly ContentTypeView[];
}

/** Everything that is known of a delivery; it follows what happens to it. */
export const DeliveryDetailPanel = ({ id, contentTypes }: DeliveryDetailPanelProps) => {
  const t = useTranslate();
  const { cannotSign, isMissing } = useWebhookNames();
  const { pollingInterval, follow } = useDeliveryPolling(REFRESH_MS);
  const { currentData: delivery, error, refetch } = useGetDeliveryQuery(id, { pollingInterval });
  follow(delivery === undefined ? [] : [delivery]);
  if (delivery === undefined) {
    return (
      <Flex justifyContent="center" alignItems="center" minHeight="24rem" aria-busy>
        {error === undefined ? (
          <Loader>{t('common.loading')}</Loader>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </Flex>
    );
  }
  const { attempts, body, payloadsHidden } = delivery;
  return (
    <Flex direction="column" alignItems="stretch" gap={5} minHeight="24rem">
      <StaleNotice error={error} />
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <DeliveryFacts delivery={delivery} contentTypes={contentTypes} />
        <Flex gap={2} wrap="wrap">
          <CurlButton delivery={delivery} />
          <RedeliverButton delivery={delivery} />
        </Flex>
      </Flex>
      <Box>
        <Flex gap={3} paddingBottom={3} wrap="wrap">
          <Typography variant="delta" tag="h2">
            {t('delivery.attempts', { count: attempts.length })}
          </Typography>
          <NextAttempt
            delivery={delivery}
            cannotSign={cannotSign(delivery.webhookId)}
            isLost={isMissing(delivery.webhookId)}
          />
        </Flex>
        <AttemptTimeline attempts={attempts} />
      </Box>
      <Box>
        {body === null ? (
          <Typography textColor="neutral600">
            {t(payloadsHidden ? 'delivery.payload-hidden' : 'delivery.payload-gone')}
          </Typography>
        ) : (
          <CodeBlock
            title={t('delivery.payload')}
            code={prettyJson(body)}
            copied={body}
            copyLabel={t('delivery.copy-payload')}
          />
        )}
      </Box>
    </Flex>
  );
};
