import { useTranslate } from '../i18n/use-translate';
import { ToneBadge } from './tone-badge';

interface RedirectBadgeProps {
  /** What the receiver answered. */
  readonly status: number;
}

/** That an answer was a redirect, which looks like a success and is none for whom it names. */
export const RedirectBadge = ({ status }: RedirectBadgeProps) => {
  const t = useTranslate();
  return (
    <span title={`${t('hint.redirect')}\n${t('hint.redirect-counts', { status })}`}>
      <ToneBadge tone="warning">{t('redirect.short')}</ToneBadge>
    </span>
  );
};
