import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { NameLink } from '../../components/name-link';
import { TimeAgo } from '../../components/time-ago';
import { ToneBadge } from '../../components/tone-badge';
import { useTranslate } from '../../i18n/use-translate';
import { PLUGIN_PATH } from '../../plugin-id';
import type { Attention } from './attention';

const TONES = {
  disabled: 'danger',
  secret: 'danger',
  redirected: 'warning',
  failing: 'warning',
  'failing-in-a-row': 'warning',
  retrying: 'warning',
  held: 'neutral',
} as const;
const LABELS = {
  disabled: 'attention.disabled',
  secret: 'attention.secret',
  redirected: 'attention.redirected',
  failing: 'attention.failing',
  'failing-in-a-row': 'attention.failing',
  retrying: 'attention.retrying',
  held: 'attention.held',
} as const;
const STATES = {
  disabled: 'failed,held',
  secret: null,
  redirected: 'succeeded',
  failing: 'failed',
  'failing-in-a-row': 'failed',
  retrying: 'pending',
  held: 'held',
} as const;

interface AttentionListProps {
  readonly items: readonly Attention[];
  /** A line for each, where there is little room: the name alone leads on. */
  readonly compact?: boolean;
}

/** What needs attention now, each with its reason and the way to it. */
export const AttentionList = ({ items, compact = false }: AttentionListProps) => {
  const t = useTranslate();
  const reasonOf = ({ webhook, kind, count, capped }: Attention): string => {
    const values = { count, capped: String(capped) };
    if (kind === 'secret') return webhook.secretFault ?? '';
    if (kind === 'failing-in-a-row') return t('status.failing', values);
    if (kind !== 'disabled') return t(`attention.${kind}-why`, values);
    const reason =
      webhook.disabledReason === null
        ? (webhook.disabledMessage ?? '')
        : t(`status.reason.${webhook.disabledReason}`, { count: webhook.failureCount });
    return count === 0 ? reason : `${reason} · ${t('attention.held-why', values)}`;
  };
  return (
    <Flex tag="ul" direction="column" alignItems="stretch">
      {items.map((item) => {
        const { webhook, kind } = item;
        const path = `${PLUGIN_PATH}/webhooks/${webhook.id}`;
        const state = compact ? null : STATES[kind];
        const reason = reasonOf(item);
        return (
          <Box
            key={`${webhook.id} ${kind}`}
            tag="li"
            paddingTop={compact ? 1 : 2}
            paddingBottom={compact ? 0 : 2}
          >
            <Flex gap={compact ? 2 : 3} wrap={compact ? 'nowrap' : 'wrap'}>
              <ToneBadge tone={TONES[kind]}>{t(LABELS[kind])}</ToneBadge>
              <NameLink to={path} name={webhook.name} />
              <Typography
                textColor="neutral600"
                {...(compact
                  ? {
                      variant: 'pi' as const,
                      minWidth: '30%',
                      style: { whiteSpace: 'normal' as const },
                    }
                  : {})}
              >
                {reason}
              </Typography>
              {!compact && kind === 'disabled' && webhook.disabledAt !== null ? (
                <TimeAgo at={webhook.disabledAt} />
              ) : null}
              {state === null ? null : (
                <Link tag={NavLink} to={`${path}/deliveries?state=${state}`}>
                  {t('attention.see-deliveries')}
                </Link>
              )}
            </Flex>
          </Box>
        );
      })}
    </Flex>
  );
};
