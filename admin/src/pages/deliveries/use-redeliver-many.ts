import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useRedeliverMutation } from '../../api/deliveries';
import { useErrorText } from '../../hooks/use-error-text';
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
  const { toggleNotification } = useNotification();
  const { success } = useFeedback();
  const errorText = useErrorText();
  const [redeliver] = useRedeliverMutation();
  const [progress, setProgress] = useState<Progress | null>(null);

  /** Gives those that could not be sent. */
  const run = async (ids: readonly string[]): Promise<readonly string[]> => {
    const failed: string[] = [];
    const reasons = new Set<string>();
    setProgress({ done: 0, total: ids.length });
    for (const [index, id] of ids.entries()) {
      const result = await redeliver(id);
      if ('error' in result) {
        failed.push(id);
        reasons.add(errorText(result.error));
      }
      setProgress({ done: index + 1, total: ids.length });
    }
    setProgress(null);
    const count = ids.length - failed.length;
    if (count > 0) success(t('deliveries.redelivered', { count }));
    if (failed.length > 0) {
      toggleNotification({
        type: 'danger',
        message: t('deliveries.not-redelivered', {
          count: failed.length,
          reasons: [...reasons].join(' · '),
        }),
      });
    }
    return failed;
  };
  return { run, progress };
};
