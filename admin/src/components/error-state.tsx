import { Box, Button, EmptyStateLayout } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useErrorText } from '../hooks/use-error-text';
import { useTranslate } from '../i18n/use-translate';

interface FailureStateProps {
  readonly words: string;
  readonly actionLabel: string;
  readonly onAction: () => void;
}

/** What went wrong, and what can be done about it; in the place of what could not be shown. */
export const FailureState = ({ words, actionLabel, onAction }: FailureStateProps) => (
  <Box role="alert">
    <EmptyStateLayout
      icon={<WarningCircle width="6rem" height="6rem" fill="danger600" />}
      content={words}
      action={
        <Button variant="secondary" onClick={onAction}>
          {actionLabel}
        </Button>
      }
    />
  </Box>
);

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** What a request failed with, in words, and a way to try again. */
export const ErrorState = ({ error, onRetry }: ErrorStateProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  return (
    <FailureState words={errorText(error)} actionLabel={t('error.retry')} onAction={onRetry} />
  );
};
