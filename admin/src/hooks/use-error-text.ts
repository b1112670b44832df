import { useCallback } from 'react';
import { describeError } from '../api/describe-error';
import { useTranslate } from '../i18n/use-translate';

/** Refusals that people meet and that can be said in their language. */
const KNOWN_CODES = [
  'webhook_managed',
  'limit_exceeded',
  'rate_exceeded',
  'secret_unreadable',
  'encryption_required',
] as const;

/** Gives the function that puts a failed request into words. */
export const useErrorText = (): ((error: unknown) => string) => {
  const t = useTranslate();
  return useCallback(
    (error) => {
      const { status, code, message, fields } = describeError(error);
      if (status === 403) return t('error.forbidden');
      if (status === 404) return t('error.not-found');
      const known = KNOWN_CODES.find((one) => one === code);
      const words = known === undefined ? [] : [t(`error.code.${known}`)];
      const faults = fields.map((one) => `${one.path}: ${one.message}`);
      if (words.length > 0) return [...words, ...faults].join('\n');
      if (faults.length > 0) return t('error.of-server', { message: faults.join('\n') });
      if (status === null) return t('error.unreachable');
      return message === '' ? t('error.unknown') : t('error.of-server', { message });
    },
    [t],
  );
};
