import { useTranslate } from '../i18n/use-translate';
import { ToneBadge } from './tone-badge';

interface RedirectBadgeProps {
  /** What the receiver answered. */
  readonly status: number;
}

/** The place that a redirect names gets nothing, though the answer counts as success. */
export const RedirectBadge = ({ status }: RedirectBadgeProps) => {
  const t = useTranslate();
  return (
    <span title={`${t('hint.redirect')}\n${t('hint.redirect-counts', { status })}`}>
      <ToneBadge tone="warning">{t('redirect.short')}</ToneBadge>
    </span>
  );
};
