import { Typography } from '@strapi/design-system';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useNow } from '../hooks/use-now';
import { useRelativeTime } from '../i18n/use-relative-time';
import { useTranslate } from '../i18n/use-translate';

const EVERY_MS = 1000;

interface NextAttemptProps {
  readonly delivery: Pick<DeliveryView, 'state' | 'inFlight' | 'nextAttemptAt'>;
}

/** What happens to a delivery next, counting down; nothing when nothing will. */
export const NextAttempt = ({ delivery }: NextAttemptProps) => {
  const t = useTranslate();
  const now = useNow(EVERY_MS);
  const relative = useRelativeTime();
  const { state, inFlight, nextAttemptAt } = delivery;

  const words = (): string | null => {
    if (inFlight) return t('delivery.on-the-wire');
    if (nextAttemptAt !== null && state !== 'held') {
      return new Date(nextAttemptAt).getTime() - now < EVERY_MS
        ? t('delivery.next-now')
        : t('delivery.next', { when: relative(nextAttemptAt, now) });
    }
    return state === 'held' ? t('delivery.held-until-active') : null;
  };
  const text = words();
  return text === null ? null : (
    <Typography variant="pi" textColor="neutral600" role="timer">
      {text}
    </Typography>
  );
};
