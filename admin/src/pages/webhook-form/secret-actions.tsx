import { Button, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { ArrowsCounterClockwise, Eye } from '@strapi/icons';
import { useState } from 'react';
import type { DefaultsView } from '../../../../server/src/contracts/defaults';
import type { WebhookView } from '../../../../server/src/contracts/webhook';
import { useRevealSecretMutation } from '../../api/webhook-actions';
import { useShowSecret } from '../../components/secret-provider';
import { useAllowed } from '../../hooks/use-allowed';
import { useFeedback } from '../../hooks/use-feedback';
import { useTranslate } from '../../i18n/use-translate';
import { MASK } from '../../../../server/src/domain/rules/mask';
import { PreviousSecret } from './previous-secret';
import { RotateDialog } from './rotate-dialog';

interface SecretActionsProps {
  readonly webhook: WebhookView;
  readonly defaults: Pick<DefaultsView, 'signatureFormats'>;
  readonly disabled: boolean;
}

/** The secret, hidden, with the ways to see it and to replace it for those who may. */
export const SecretActions = ({ webhook, defaults, disabled }: SecretActionsProps) => {
  const t = useTranslate();
  const { failure } = useFeedback();
  const { canRevealSecret } = useAllowed();
  const showSecret = useShowSecret();
  const [reveal, { isLoading }] = useRevealSecretMutation();
  const [rotating, setRotating] = useState(false);
  const { id, secretFault, previousSecretExpiresAt } = webhook;
  // The WooCommerce signature is one, of the new secret.
  const canOverlap = (webhook.signatureFormats ?? defaults.signatureFormats).includes(
    'standard-webhooks',
  );

  const show = async (opener: Element) => {
    const result = await reveal(id);
    if ('error' in result) failure(result.error);
    else showSecret({ reason: 'revealed', webhookId: id, ...result.data, opener });
  };

  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <Typography variant="pi" fontWeight="bold">
        {t('secret.label')}
      </Typography>
      <Flex gap={3} wrap="wrap">
        <Typography aria-hidden>{MASK}</Typography>
        <VisuallyHidden>{t('secret.hidden')}</VisuallyHidden>
        {canRevealSecret ? (
          <Button
            variant="tertiary"
            startIcon={<Eye />}
            loading={isLoading}
            onClick={({ currentTarget }) => void show(currentTarget)}
          >
            {t('secret.reveal')}
          </Button>
        ) : null}
        {disabled ? null : (
          <Button
            variant="tertiary"
            startIcon={<ArrowsCounterClockwise />}
            onClick={() => setRotating(true)}
          >
            {t('secret.rotate')}
          </Button>
        )}
      </Flex>
      {previousSecretExpiresAt === null || !canOverlap ? null : (
        <PreviousSecret webhookId={id} expiresAt={previousSecretExpiresAt} disabled={disabled} />
      )}
      {secretFault === null ? null : (
        <Typography variant="pi" textColor="danger600" role="alert">
          {t('secret.unreadable', { reason: secretFault })}
        </Typography>
      )}
      {rotating ? (
        <RotateDialog webhookId={id} canOverlap={canOverlap} onClose={() => setRotating(false)} />
      ) : null}
    </Flex>
  );
};
