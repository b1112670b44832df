import { Button, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useRotateSecretMutation } from '../../api/webhook-actions';
import { ConfirmAction } from '../../components/confirm-action';
import { useFeedback } from '../../hooks/use-feedback';
import { useTranslate } from '../../i18n/use-translate';

interface PreviousSecretProps {
  readonly webhookId: number;
  readonly expiresAt: string;
  readonly disabled: boolean;
}

/** Until when the old secret signs too, and the button that ends it before, once somebody has confirmed that. */
export const PreviousSecret = ({ webhookId, expiresAt, disabled }: PreviousSecretProps) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const { success, failure } = useFeedback();
  const [rotate] = useRotateSecretMutation();
  const [asking, setAsking] = useState(false);
  const end = async () => {
    const result = await rotate({ id: webhookId, input: { endPrevious: true } });
    if ('error' in result) failure(result.error);
    else success(t('secret.previous-ended'));
  };
  return (
    <Flex gap={3} wrap="wrap">
      <Typography textColor="neutral600">
        {t('secret.previous', {
          date: formatDate(expiresAt, { dateStyle: 'medium', timeStyle: 'short' }),
        })}
      </Typography>
      {disabled ? null : (
        <Button variant="danger-light" size="S" onClick={() => setAsking(true)}>
          {t('secret.end-previous')}
        </Button>
      )}
      {asking ? (
        <ConfirmAction
          title={t('secret.end-previous-title')}
          confirmLabel={t('secret.end-previous')}
          variant="danger"
          onConfirm={end}
          onClose={() => setAsking(false)}
        >
          <Typography>{t('secret.end-previous-what')}</Typography>
        </ConfirmAction>
      ) : null}
    </Flex>
  );
};
