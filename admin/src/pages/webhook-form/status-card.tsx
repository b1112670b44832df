import { Badge, Box, Flex, Link, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router-dom';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { useListWebhookHealthQuery } from '../../api/webhook-health';
import { HealthChart } from '../../components/health-chart';
import { LastDelivery } from '../../components/last-delivery';
import { OpenCount } from '../../components/open-count';
import { StaleNotice } from '../../components/stale-notice';
import { StatusBadge } from '../../components/status-badge';
import { StatusToggle } from '../../components/status-toggle';
import { useAllowed } from '../../hooks/use-allowed';
import { usePolling } from '../../hooks/use-polling';
import { useResultWords } from '../../i18n/use-result-words';
import { useTranslate } from '../../i18n/use-translate';
import { lastErrorIn } from '../../model/disabled-message';
import { heldFor } from '../../model/held';
import { isManagedInCode } from '../../model/managed';
import { PLUGIN_PATH } from '../../plugin-id';

const REFRESH_MS = 10_000;
/** The place of what is still being loaded, so that nothing below it jumps. */
const FACTS_HEIGHT = '8rem';

interface StatusCardProps {
  readonly webhook: WebhookView;
  /** What asking for it again failed with. */
  readonly error: unknown;
}

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <Flex direction="column" alignItems="flex-start" gap={1}>
    <Typography variant="pi" textColor="neutral600">
      {label}
    </Typography>
    {children}
  </Flex>
);

/** How a webhook is doing, with the toggle that pauses and resumes it. */
export const StatusCard = ({ webhook, error }: StatusCardProps) => {
  const t = useTranslate();
  const resultWords = useResultWords();
  const { canUpdate } = useAllowed();
  const healthOfAll = useListWebhookHealthQuery(undefined, {
    pollingInterval: usePolling(REFRESH_MS),
  });
  const { data } = healthOfAll;
  const deliveriesPath = `${PLUGIN_PATH}/webhooks/${webhook.id}/deliveries`;
  const health = data?.find(({ webhookId }) => webhookId === webhook.id);
  const lastError = lastErrorIn(webhook.disabledMessage);
  return (
    <Box background="neutral0" hasRadius shadow="filterShadow" padding={{ initial: 4, medium: 6 }}>
      <StaleNotice error={error ?? healthOfAll.error} />
      <Flex gap={6} wrap="wrap" justifyContent="space-between" minHeight={FACTS_HEIGHT}>
        <Flex gap={6} wrap="wrap">
          <StatusBadge webhook={webhook} />
          {isManagedInCode(webhook) ? <Badge>{t('list.managed')}</Badge> : null}
          {health === undefined ? null : (
            <>
              <Fact label={t('list.health')}>
                <HealthChart hours={health.last24h} />
              </Fact>
              <Fact label={t('list.last')}>
                <LastDelivery delivery={health.lastDelivery} />
                <OpenCount webhook={webhook} health={health} />
              </Fact>
            </>
          )}
          <Link tag={NavLink} to={deliveriesPath}>
            {t('status.deliveries')}
          </Link>
        </Flex>
        <StatusToggle webhook={webhook} held={heldFor([webhook], data)} visibleLabels />
      </Flex>
      {webhook.status === 'paused' ? (
        <Box paddingTop={3}>
          <Typography textColor="neutral800">{t('status.paused-next')}</Typography>
        </Box>
      ) : null}
      {webhook.status !== 'disabled' ? null : (
        <Box paddingTop={3}>
          {lastError === null ? null : (
            <Typography tag="p" fontWeight="semiBold" textColor="neutral800">
              {t('status.last-error', { error: resultWords(lastError) })}
            </Typography>
          )}
          <Typography tag="p" textColor="neutral800">
            {t('status.disabled-next')}
          </Typography>
          <Link tag={NavLink} to={`${deliveriesPath}?state=failed`}>
            {t('status.see-failed')}
          </Link>
        </Box>
      )}
      {isManagedInCode(webhook) ? (
        <Box paddingTop={3}>
          <Typography variant="pi" textColor="neutral600">
            {canUpdate ? `${t('managed.text')} ${t('managed.toggle')}` : t('managed.text')}
          </Typography>
        </Box>
      ) : null}
    </Box>
  );
};
