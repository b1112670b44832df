import { Flex, IconButton } from '@strapi/design-system';
import { ClockCounterClockwise, Trash } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { StatusToggle } from '../../components/status-toggle';
import { useAllowed } from '../../hooks/use-allowed';
import { useTranslate } from '../../i18n/use-translate';
import type { Held } from '../../model/held';
import { isManagedInCode } from '../../model/managed';
import { PLUGIN_PATH } from '../../plugin-id';

interface RowActionsProps {
  readonly webhook: WebhookView;
  readonly held: Held | null;
  readonly onDelete: () => void;
}

/** The toggle between active and paused, the way to the deliveries, and the one to delete. */
export const RowActions = ({ webhook, held, onDelete }: RowActionsProps) => {
  const t = useTranslate();
  const { canDelete } = useAllowed();
  const managed = isManagedInCode(webhook);
  const { name } = webhook;
  return (
    <Flex gap={1}>
      <StatusToggle webhook={webhook} held={held} />
      <IconButton
        tag={NavLink}
        to={`${PLUGIN_PATH}/webhooks/${webhook.id}/deliveries`}
        variant="ghost"
        label={t('list.deliveries-of', { name })}
      >
        <ClockCounterClockwise />
      </IconButton>
      {canDelete && !managed ? (
        <IconButton variant="ghost" label={t('list.delete-one', { name })} onClick={onDelete}>
          <Trash />
        </IconButton>
      ) : null}
    </Flex>
  );
};
