import { Dialog, Typography } from '@strapi/design-system';
import type { WebhookHealth } from '../../api/webhook-health';
import { ConfirmAction } from '../../components/confirm-action';
import { ResumeDialog } from '../../components/resume-dialog';
import { useWebhookCommands } from '../../hooks/use-webhook-commands';
import { useTranslate } from '../../i18n/use-translate';
import { heldFor } from '../../model/held';
import type { PendingAction } from './bulk-actions';

interface PendingDialogProps {
  readonly pending: PendingAction;
  readonly health: readonly WebhookHealth[] | undefined;
  /** Called when it was tried, with how many of them it was done with; not when it was given up. */
  readonly onDone: (count: number) => void;
  readonly onClose: () => void;
}

/** Says what will happen to the chosen webhooks and their deliveries, and does it. */
export const PendingDialog = ({ pending, health, onDone, onClose }: PendingDialogProps) => {
  const t = useTranslate();
  const { pause, resume, remove } = useWebhookCommands();
  const { action, webhooks, leftOut = 0 } = pending;
  const held = heldFor(webhooks, health);
  const names = webhooks.map(({ name }) => name);
  const values = {
    count: webhooks.length,
    name: names[0] ?? '',
    held: held?.count ?? 0,
    capped: String(held?.capped ?? false),
  };

  if (action === 'resume') {
    return (
      <ResumeDialog
        names={names}
        held={held}
        leftOut={leftOut}
        onResume={(choice) => resume(webhooks, choice).then(onDone)}
        onClose={onClose}
      />
    );
  }
  const deleting = action === 'delete';
  return (
    <ConfirmAction
      title={t(deleting ? 'delete.title' : 'pause.title', values)}
      confirmLabel={t(deleting ? 'bulk.delete' : 'bulk.pause')}
      variant={deleting ? 'danger' : 'default'}
      onConfirm={() => (deleting ? remove(webhooks) : pause(webhooks)).then(onDone)}
      onClose={onClose}
    >
      <Dialog.Description>
        <Typography>{t(deleting ? 'delete.body' : 'pause.body', values)}</Typography>
      </Dialog.Description>
      {leftOut === 0 ? null : (
        <Typography textColor="neutral600">
          {t(deleting ? 'delete.left-out' : 'pause.left-out', { count: leftOut })}
        </Typography>
      )}
    </ConfirmAction>
  );
};
