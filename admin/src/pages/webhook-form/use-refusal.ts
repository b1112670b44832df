import { useCallback } from 'react';
import { describeError } from '../../api/describe-error';
import { useFeedback } from '../../hooks/use-feedback';
import { useTranslate } from '../../i18n/use-translate';
import { faultsOfServer, type FormFaults } from '../../model/form-faults';

/** Gives the function that puts the server's refusal at the fields, and says the rest in a message. */
export const useRefusal = (): ((error: unknown) => { readonly faults: FormFaults }) => {
  const t = useTranslate();
  const { failure } = useFeedback();
  return useCallback(
    (error) => {
      const { status, fields } = describeError(error);
      const { faults, others } = faultsOfServer(fields);
      if (others.length > 0) {
        failure({ status, message: t('error.of-server', { message: others.join('\n') }) });
      } else if (fields.length === 0) failure(error);
      return { faults };
    },
    [t, failure],
  );
};
