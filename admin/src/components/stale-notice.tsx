import { Typography } from '@strapi/design-system';
import { useErrorText } from '../hooks/use-error-text';
import { useTranslate } from '../i18n/use-translate';
import { NoticeBox } from './notice-box';

interface StaleNoticeProps {
  /** What asking again failed with; nothing is shown without one. */
  readonly error: unknown;
}

/** Says that what is shown may be out of date, and why; it goes when asking works again. */
export const StaleNotice = ({ error }: StaleNoticeProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  if (error === undefined) return null;
  return (
    <NoticeBox title={t('list.stale')}>
      <Typography tag="p" textColor="neutral800">
        {errorText(error)}
      </Typography>
    </NoticeBox>
  );
};
