import { useTranslate } from '../i18n/use-translate';
import { ToneBadge } from './tone-badge';

/** That an answer was a redirect, which looks like a success and is none for whom it names. */
export const RedirectBadge = () => {
  const t = useTranslate();
  return (
    <span title={t('hint.redirect')}>
      <ToneBadge tone="warning">{t('redirect.short')}</ToneBadge>
    </span>
  );
};
