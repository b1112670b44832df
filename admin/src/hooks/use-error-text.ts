import { useCallback } from 'react';
import { describeError } from '../api/describe-error';
import { useTranslate } from '../i18n/use-translate';

/** Gives the function that puts a failed request into words. */
export const useErrorText = (): ((error: unknown) => string) => {
  const t = useTranslate();
  return useCallback(
    (error) => {
      const { status, message, fields } = describeError(error);
      if (status === 403) return t('error.forbidden');
      if (status === 404) return t('error.not-found');
      if (fields.length > 0) {
        return fields.map((one) => `${one.path}: ${one.message}`).join('\n');
      }
      if (status === null) return t('error.unreachable');
      return message === '' ? t('error.unknown') : message;
    },
    [t],
  );
};
