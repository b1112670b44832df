import { Button } from '@strapi/design-system';
import { Code } from '@strapi/icons';
import { useClipboard } from '@strapi/strapi/admin';
import type { DeliveryReadView } from '../../../../server/src/contracts/delivery-log';
import { useFeedback } from '../../hooks/use-feedback';
import { useTranslate } from '../../i18n/use-translate';
import { asCurl } from './as-curl';

interface CurlButtonProps {
  readonly delivery: DeliveryReadView;
}

/** Copies the last request as a command; nothing before there was one. */
export const CurlButton = ({ delivery }: CurlButtonProps) => {
  const t = useTranslate();
  const { copy } = useClipboard();
  const { success, failure } = useFeedback();
  const request = delivery.attempts.findLast((attempt) => attempt.request !== null)?.request;
  if (request === undefined || request === null) return null;
  const copyCommand = async (): Promise<void> => {
    const done =
      delivery.body === null ? 'delivery.curl-copied-without-body' : 'delivery.curl-copied';
    if (await copy(asCurl(request, delivery.body))) success(t(done));
    else failure({ status: 0, message: t('error.not-copied') });
  };
  return (
    <Button variant="tertiary" size="S" startIcon={<Code />} onClick={() => void copyCommand()}>
      {t('delivery.copy-curl')}
    </Button>
  );
};
