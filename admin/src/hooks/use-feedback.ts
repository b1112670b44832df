import { useNotification } from '@strapi/strapi/admin';
import { useCallback } from 'react';
import { useErrorText } from './use-error-text';

/** Short messages about what has just happened. */
export interface Feedback {
  readonly success: (message: string) => void;
  readonly failure: (error: unknown) => void;
}

/** Gives the functions that tell people how an action ended. */
export const useFeedback = (): Feedback => {
  const { toggleNotification } = useNotification();
  const errorText = useErrorText();
  const success = useCallback(
    (message: string) => toggleNotification({ type: 'success', message }),
    [toggleNotification],
  );
  const failure = useCallback(
    (error: unknown) => toggleNotification({ type: 'danger', message: errorText(error) }),
    [toggleNotification, errorText],
  );
  return { success, failure };
};
