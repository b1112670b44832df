import { Box, Button, EmptyStateLayout } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useErrorText } from '../hooks/use-error-text';
import { useTranslate } from '../i18n/use-translate';

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** What went wrong, in words, and a way to try again; in the place of what could not be shown. */
export const ErrorState = ({ error, onRetry }: ErrorStateProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  return (
    <Box role="alert">
      <EmptyStateLayout
        icon={<WarningCircle width="6rem" height="6rem" fill="danger600" />}
        content={errorText(error)}
        action={
          <Button variant="secondary" onClick={onRetry}>
            {t('error.retry')}
          </Button>
        }
      />
    </Box>
  );
};
