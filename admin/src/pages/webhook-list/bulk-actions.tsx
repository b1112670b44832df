import { Button, Flex, Typography } from '@strapi/design-system';
import { Play, Stop, Trash } from '@strapi/icons';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import { isManagedInCode } from '../../model/managed';

/** What was asked for, and for which webhooks. */
export interface PendingAction {
  readonly action: 'pause' | 'resume' | 'delete';
  readonly webhooks: readonly WebhookView[];
  /** How many more were chosen, and cannot be meant; absent where the choice was not meant at all. */
  readonly leftOut?: number;
}

interface BulkActionsProps {
  readonly webhooks: readonly WebhookView[];
  readonly onAsk: (pending: PendingAction) => void;
  readonly onClear: () => void;
}

/** What can be done with the chosen webhooks; each button acts on those that it can act on. */
export const BulkActions = ({ webhooks, onAsk, onClear }: BulkActionsProps) => {
  const t = useTranslate();
  const { canUpdate, canDelete } = useAllowed();
  const active = webhooks.filter(({ status }) => status === 'active');
  const stopped = webhooks.filter(({ status }) => status !== 'active');
  const deletable = webhooks.filter((webhook) => !isManagedInCode(webhook));
  const ask = (action: PendingAction['action'], meant: readonly WebhookView[]) =>
    onAsk({ action, webhooks: meant, leftOut: webhooks.length - meant.length });
  return (
    <Flex gap={3} wrap="wrap">
      <Typography variant="omega" textColor="neutral600" aria-live="polite">
        {t('bulk.selected', { count: webhooks.length })}
      </Typography>
      {canUpdate ? (
        <>
          <Button
            variant="secondary"
            startIcon={<Stop />}
            disabled={active.length === 0}
            onClick={() => ask('pause', active)}
          >
            {t('bulk.pause')}
          </Button>
          <Button
            variant="secondary"
            startIcon={<Play />}
            disabled={stopped.length === 0}
            onClick={() => ask('resume', stopped)}
          >
            {t('bulk.resume')}
          </Button>
        </>
      ) : null}
      {canDelete ? (
        <Button
          variant="danger-light"
          startIcon={<Trash />}
          disabled={deletable.length === 0}
          onClick={() => ask('delete', deletable)}
        >
          {t('bulk.delete')}
        </Button>
      ) : null}
      <Button variant="tertiary" onClick={onClear}>
        {t('common.unselect')}
      </Button>
    </Flex>
  );
};
