import { Button, Typography } from '@strapi/design-system';
import { useErrorText } from '../hooks/use-error-text';
import { useTranslate } from '../i18n/use-translate';
import { NoticeBox } from './notice-box';

interface IncompleteNoticeProps {
  /** Queries without which the screen is of use, and lacks names or choices. */
  readonly asked: readonly {
    readonly error?: unknown;
    readonly refetch: () => unknown;
  }[];
}

/** Says that something beside the main thing could not be loaded, and why; nothing asks for it again by itself. */
export const IncompleteNotice = ({ asked }: IncompleteNoticeProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const failed = asked.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return null;
  const reasons = new Set(failed.map(({ error }) => errorText(error)));
  return (
    <NoticeBox title={t('list.incomplete')}>
      {[...reasons].map((reason) => (
        <Typography key={reason} tag="p" textColor="neutral800">
          {reason}
        </Typography>
      ))}
      <Button
        variant="tertiary"
        size="S"
        marginTop={2}
        onClick={() => failed.forEach(({ refetch }) => void refetch())}
      >
        {t('error.retry')}
      </Button>
    </NoticeBox>
  );
};
