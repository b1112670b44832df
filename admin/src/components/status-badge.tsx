import { Flex, Typography } from '@strapi/design-system';
import type { WebhookView } from '../../../server/src/contracts/webhook';
import { useTranslate, type MessageKey } from '../i18n/use-translate';
import { TimeAgo } from './time-ago';
import { ToneBadge } from './tone-badge';

const TONES = { active: 'success', paused: 'neutral', disabled: 'danger' } as const;

interface StatusBadgeProps {
  readonly webhook: WebhookView;
}

/** A webhook's status, and with it why it is not well, and since when. */
export const StatusBadge = ({ webhook }: StatusBadgeProps) => {
  const t = useTranslate();
  const {
    status,
    failureCount,
    disabledReason,
    disabledMessage,
    disabledAt,
    secretFault,
    pausedReason,
  } = webhook;
  const reason: MessageKey | null =
    disabledReason === null ? null : `status.reason.${disabledReason}`;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={2} wrap="wrap">
        <ToneBadge tone={TONES[status]}>{t(`status.${status}`)}</ToneBadge>
        {status === 'disabled' && disabledAt !== null ? <TimeAgo at={disabledAt} /> : null}
      </Flex>
      {status === 'disabled' && reason !== null ? (
        <Typography variant="pi" textColor="danger600" title={disabledMessage ?? undefined}>
          {t(reason, { count: failureCount })}
        </Typography>
      ) : null}
      {status === 'paused' && pausedReason === 'removed_from_config' ? (
        <Typography variant="pi" textColor="neutral600">
          {t('status.reason.removed-from-config')}
        </Typography>
      ) : null}
      {status === 'active' && failureCount > 0 ? (
        <Typography variant="pi" textColor="danger600">
          {t('status.failing', { count: failureCount })}
        </Typography>
      ) : null}
      {secretFault === null ? null : (
        <Typography variant="pi" textColor="danger600" title={secretFault}>
          {t('status.secret-unreadable')}
        </Typography>
      )}
    </Flex>
  );
};
