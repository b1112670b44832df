import { useNotification } from '@strapi/strapi/admin';
import { useCallback } from 'react';
import { useTranslate } from '../i18n/use-translate';
import { useErrorText } from './use-error-text';

/** Short messages about what has just happened. */
export interface Feedback {
  readonly success: (message: string) => void;
  /** `name` tells which of several things it was about. */
  readonly failure: (error: unknown, name?: string) => void;
}

/** Gives the functions that tell people how an action ended. */
export const useFeedback = (): Feedback => {
  const { toggleNotification } = useNotification();
  const t = useTranslate();
  const errorText = useErrorText();
  const success = useCallback(
    (message: string) => toggleNotification({ type: 'success', message }),
    [toggleNotification],
  );
  const failure = useCallback(
    (error: unknown, name?: string) => {
      const words = errorText(error);
      const message = name === undefined ? words : t('error.about', { name, message: words });
      toggleNotification({ type: 'danger', message });
    },
    [toggleNotification, errorText, t],
  );
  return { success, failure };
};
