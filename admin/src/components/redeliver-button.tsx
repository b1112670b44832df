import { Button, IconButton } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useRedeliverMutation } from '../api/deliveries';
import { useAllowed } from '../hooks/use-allowed';
import { useFeedback } from '../hooks/use-feedback';
import { useWebhookNames } from '../hooks/use-webhook-names';
import { useDeliveryName, type NamedDelivery } from '../i18n/use-delivery-name';
import { useTranslate } from '../i18n/use-translate';

interface RedeliverButtonProps {
  readonly delivery: NamedDelivery & Pick<DeliveryView, 'id' | 'discardReason'>;
  /** Only the icon, where there is little room. */
  readonly compact?: boolean;
}

/** Sends a delivery once more; nothing for those who may not, or where its webhook is gone. */
export const RedeliverButton = ({ delivery, compact = false }: RedeliverButtonProps) => {
  const t = useTranslate();
  const deliveryName = useDeliveryName();
  const { canRedeliver } = useAllowed();
  const { isGone } = useWebhookNames();
  const { success, failure } = useFeedback();
  const [redeliver, { isLoading }] = useRedeliverMutation();
  if (!canRedeliver || isGone(delivery)) return null;

  const send = async (): Promise<void> => {
    const result = await redeliver(delivery.id);
    if ('error' in result) failure(result.error);
    else success(t('delivery.redelivered'));
  };
  return compact ? (
    <IconButton
      variant="ghost"
      label={t('delivery.redeliver-one', { delivery: deliveryName(delivery) })}
      disabled={isLoading}
      onClick={() => void send()}
    >
      <ArrowClockwise />
    </IconButton>
  ) : (
    <Button
      variant="secondary"
      size="S"
      startIcon={<ArrowClockwise />}
      loading={isLoading}
      onClick={() => void send()}
    >
      {t('delivery.redeliver')}
    </Button>
  );
};
