import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import type { WebhookHealth } from '../api/webhook-health';
import { useTranslate } from '../i18n/use-translate';

interface OpenCountProps {
  readonly webhook: Pick<WebhookView, 'status' | 'secretFault'>;
  readonly health: WebhookHealth;
}

/** How many deliveries wait for their turn, or are held: the webhook is not active, or nothing can be signed. */
export const OpenCount = ({ webhook, health }: OpenCountProps) => {
  const t = useTranslate();
  const { formatNumber } = useIntl();
  const { openCount, openCountIsCapped } = health;
  if (openCount === 0) return null;
  const count = `${formatNumber(openCount)}${openCountIsCapped ? '+' : ''}`;
  const held = webhook.status !== 'active' || webhook.secretFault !== null;
  return (
    <Typography variant="pi" textColor="neutral800" {...(held ? { fontWeight: 'bold' } : {})}>
      {t(held ? 'open.held' : 'open.waiting', { count })}
    </Typography>
  );
};
