import {
  Button,
  Field,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { describeError } from '../../api/describe-error';
import { useRotateSecretMutation } from '../../api/webhook-actions';
import { SecretInput } from '../../components/secret-input';
import { useShowSecret } from '../../components/secret-provider';
import { useFeedback } from '../../hooks/use-feedback';
import { useFocusReturn } from '../../hooks/use-focus-return';
import { useDuration } from '../../i18n/use-duration';
import { useTranslate } from '../../i18n/use-translate';
import { ownSecretFault } from '../../model/secret-fault';

const OVERLAPS = [0, 1, 24, 7 * 24, 30 * 24] as const;
const HOUR_MS = 3_600_000;

interface RotateDialogProps {
  readonly webhookId: number;
  /** Requests carry a format that two secrets can sign; otherwise the old one ends at once. */
  readonly canOverlap: boolean;
  readonly onClose: () => void;
}

/** Replaces the secret, and says until when the old one signs too. */
export const RotateDialog = ({ webhookId, canOverlap, onClose }: RotateDialogProps) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const { roughly } = useDuration();
  const { failure } = useFeedback();
  const showSecret = useShowSecret();
  const { opener, giveBack } = useFocusReturn();
  const [rotate, { isLoading, error, reset }] = useRotateSecretMutation();
  const [overlap, setOverlap] = useState(canOverlap ? 24 : 0);
  const [secret, setSecret] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const [openedAt] = useState(() => Date.now());
  const end = formatDate(openedAt + overlap * HOUR_MS, { dateStyle: 'medium', timeStyle: 'short' });
  const ownFault = ownSecretFault(secret);
  const [refused] = describeError(error).fields;
  const fault = (): string | false => {
    if (isChecked && ownFault !== null) return t(ownFault);
    return refused !== undefined && t('error.of-server', { message: refused.message });
  };

  const submit = async () => {
    setIsChecked(true);
    if (ownFault !== null) return;
    const input = { overlapHours: overlap, ...(secret === '' ? {} : { secret }) };
    const result = await rotate({ id: webhookId, input });
    if ('error' in result) {
      if (describeError(result.error).fields.length === 0) failure(result.error);
      return;
    }
    onClose();
    if (!('secret' in result.data)) return;
    const { secret: made, standardSecret } = result.data;
    showSecret({
      reason: 'rotated',
      webhookId,
      secret: made,
      standardSecret,
      previous: [],
      opener,
    });
  };

  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content onCloseAutoFocus={giveBack}>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('rotate.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Typography>
              {canOverlap
                ? t('rotate.text')
                : `${t('rotate.text-woocommerce')} ${t('rotate.at-once')}`}
            </Typography>
            {canOverlap ? (
              <Field.Root
                hint={overlap === 0 ? t('rotate.at-once') : t('rotate.until', { date: end })}
              >
                <Field.Label>{t('rotate.overlap')}</Field.Label>
                <SingleSelect value={overlap} onChange={(value) => setOverlap(Number(value))}>
                  {OVERLAPS.map((hours) => (
                    <SingleSelectOption key={hours} value={hours}>
                      {hours === 0 ? t('rotate.none') : roughly(hours * 3600)}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
                <Field.Hint />
              </Field.Root>
            ) : null}
            <Field.Root hint={t('rotate.own-hint')} error={fault()}>
              <Field.Label>{t('rotate.own')}</Field.Label>
              <SecretInput
                value={secret}
                onBlur={() => setIsChecked(true)}
                onChange={(typed) => {
                  setSecret(typed);
                  setIsChecked(false);
                  reset();
                }}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={isLoading} onClick={() => void submit()}>
            {t('rotate.confirm')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
