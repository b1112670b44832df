import { Flex, Typography } from '@strapi/design-system';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useWebhookNames } from '../hooks/use-webhook-names';
import { useResultWords } from '../i18n/use-result-words';
import { useTranslate } from '../i18n/use-translate';
import { hasArrivedBefore } from '../model/arrived-before';
import { isCountedRedirect } from '../model/redirect';
import { NextAttempt } from './next-attempt';
import { RedirectBadge } from './redirect-badge';

interface DeliveryResultProps {
  readonly delivery: DeliveryView;
}

/** How the last attempt ended, and what is next. */
export const DeliveryResult = ({ delivery }: DeliveryResultProps) => {
  const t = useTranslate();
  const resultWords = useResultWords();
  const { cannotSign, isMissing } = useWebhookNames();
  const { state, inFlight, lastStatusCode, lastError, attemptCount, discardReason } = delivery;
  const words = (): string => {
    // The count is that of the attempt under way, and what is known is how one before it ended.
    if (inFlight) return t('delivery.attempt-number', { number: attemptCount });
    return discardReason === null ? ending() : t(`discard.${discardReason}`);
  };
  /** How the last attempt ended. */
  const ending = (): string => {
    if (lastStatusCode !== null) {
      return t('delivery.answered', { status: lastStatusCode, count: attemptCount });
    }
    return lastError === null ? t('delivery.not-attempted') : resultWords(lastError);
  };
  const wasTriedToo = discardReason !== null && attemptCount > 0 && !inFlight;
  const bad =
    !inFlight &&
    (state === 'failed' || (lastError !== null && state !== 'succeeded' && state !== 'discarded'));
  return (
    <Flex direction="column" alignItems="flex-start" maxWidth="100%">
      <Typography
        textColor={bad ? 'danger600' : 'neutral800'}
        {...(discardReason === null ? { ellipsis: true } : { style: { whiteSpace: 'normal' } })}
        maxWidth="100%"
        title={inFlight ? undefined : (lastError ?? undefined)}
      >
        {words()}
      </Typography>
      {wasTriedToo ? (
        <Typography variant="pi" textColor="neutral600" ellipsis maxWidth="100%">
          {ending()}
        </Typography>
      ) : null}
      {!inFlight && hasArrivedBefore(delivery) ? (
        <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal' }}>
          {t('delivery.arrived-before')}
        </Typography>
      ) : null}
      {!inFlight &&
      lastStatusCode !== null &&
      isCountedRedirect({ state, statusCode: lastStatusCode, error: lastError }) ? (
        <RedirectBadge status={lastStatusCode} />
      ) : null}
      <NextAttempt
        delivery={delivery}
        cannotSign={cannotSign(delivery.webhookId)}
        isLost={isMissing(delivery.webhookId)}
      />
    </Flex>
  );
};
