import { Typography } from '@strapi/design-system';
import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useNow } from '../hooks/use-now';
import { useDuration } from '../i18n/use-duration';
import { useTranslate } from '../i18n/use-translate';

const EVERY_MS = 1000;

interface NextAttemptProps {
  readonly delivery: Pick<DeliveryView, 'state' | 'inFlight' | 'nextAttemptAt' | 'waitsForEarlier'>;
  /** Its webhook is active, but no key can read its secret. */
  readonly cannotSign?: boolean;
  /** Its webhook is no more. */
  readonly isLost?: boolean;
}

/** What happens to a delivery next, counting down; nothing when nothing will. */
export const NextAttempt = ({ delivery, cannotSign = false, isLost = false }: NextAttemptProps) => {
  const t = useTranslate();
  const now = useNow(EVERY_MS);
  const { left } = useDuration();
  const { state, inFlight, nextAttemptAt, waitsForEarlier } = delivery;

  const words = (): string | null => {
    if (inFlight) return t('delivery.on-the-wire');
    if (isLost && (state === 'held' || state === 'pending')) return t('delivery.discarded-soon');
    if (nextAttemptAt !== null) {
      const seconds = Math.floor((new Date(nextAttemptAt).getTime() - now) / 1000);
      return seconds < 1 ? t('delivery.next-now') : t('delivery.next', { time: left(seconds) });
    }
    if (state === 'held') {
      return t(cannotSign ? 'delivery.held-until-secret' : 'delivery.held-until-active');
    }
    return waitsForEarlier ? t('delivery.waits-for-earlier') : null;
  };
  const text = words();
  return text === null ? null : (
    <Typography variant="pi" textColor="neutral600" role="timer" style={{ whiteSpace: 'normal' }}>
      {text}
    </Typography>
  );
};
