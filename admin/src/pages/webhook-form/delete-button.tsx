import { Button } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useState } from 'react';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { useListWebhookHealthQuery } from '../../api/webhook-health';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import { isManagedInCode } from '../../model/managed';
import { PendingDialog } from '../webhook-list/pending-dialog';

interface DeleteButtonProps {
  readonly webhook: WebhookView;
  readonly onDeleted: () => void;
}

/** Deletes a webhook after it was said what goes with it; nothing for those who may not. */
export const DeleteButton = ({ webhook, onDeleted }: DeleteButtonProps) => {
  const t = useTranslate();
  const { canDelete } = useAllowed();
  const health = useListWebhookHealthQuery();
  const [asking, setAsking] = useState(false);
  if (!canDelete || isManagedInCode(webhook)) return null;
  return (
    <>
      <Button variant="danger-light" startIcon={<Trash />} onClick={() => setAsking(true)}>
        {t('bulk.delete')}
      </Button>
      {asking ? (
        <PendingDialog
          pending={{ action: 'delete', webhooks: [webhook] }}
          health={health.data}
          onDone={(count) => {
            if (count > 0) onDeleted();
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
};
