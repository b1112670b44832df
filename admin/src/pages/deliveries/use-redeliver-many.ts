import { useState } from 'react';
import { useRedeliverMutation } from '../../api/deliveries';
import { useFeedback } from '../../hooks/use-feedback';
import { useTranslate } from '../../i18n/use-translate';

/** How far it is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Sends chosen deliveries once more, one after another, and tells how it went. */
export const useRedeliverMany = () => {
  const t = useTranslate();
  const { success, failure } = useFeedback();
  const [redeliver] = useRedeliverMutation();
  const [progress, setProgress] = useState<Progress | null>(null);

  const run = async (ids: readonly string[]): Promise<void> => {
    const errors: unknown[] = [];
    setProgress({ done: 0, total: ids.length });
    for (const [index, id] of ids.entries()) {
      const result = await redeliver(id);
      if ('error' in result) errors.push(result.error);
      setProgress({ done: index + 1, total: ids.length });
    }
    setProgress(null);
    const count = ids.length - errors.length;
    if (count > 0) success(t('deliveries.redelivered', { count }));
    if (errors.length > 0) failure(errors[0]);
  };
  return { run, progress };
};
