import { Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useState } from 'react';
import { ConfirmAction } from '../../components/confirm-action';
import { Progress } from '../../components/progress';
import { useTranslate } from '../../i18n/use-translate';
import { useRedeliverMany } from './use-redeliver-many';

interface BulkRedeliverProps {
  readonly ids: readonly string[];
  /** Called with those that could not be sent, when all were tried. */
  readonly onDone: (failed: readonly string[]) => void;
  readonly onClear: () => void;
}

/** What can be done with the chosen deliveries. */
export const BulkRedeliver = ({ ids, onDone, onClear }: BulkRedeliverProps) => {
  const t = useTranslate();
  const { run, progress } = useRedeliverMany();
  const [asking, setAsking] = useState(false);
  const count = ids.length;
  return (
    <Flex gap={3} wrap="wrap">
      <Typography textColor="neutral600" aria-live="polite">
        {t('deliveries.selected', { count })}
      </Typography>
      <Button
        variant="secondary"
        startIcon={<ArrowClockwise />}
        onClick={() => setAsking(true)}
        disabled={progress !== null}
      >
        {t('deliveries.redeliver-selected')}
      </Button>
      <Button variant="tertiary" onClick={onClear}>
        {t('common.unselect')}
      </Button>
      {asking ? (
        <ConfirmAction
          title={t('deliveries.redeliver-title', { count })}
          confirmLabel={t('delivery.redeliver')}
          onConfirm={() => run(ids).then(onDone)}
          onClose={() => setAsking(false)}
        >
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Typography>{t('deliveries.redeliver-what', { count })}</Typography>
            {progress === null ? null : (
              <Progress
                label={t('deliveries.progress', { done: progress.done, total: progress.total })}
                percent={(progress.done / progress.total) * 100}
              />
            )}
          </Flex>
        </ConfirmAction>
      ) : null}
    </Flex>
  );
};
