import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useTranslate } from '../i18n/use-translate';
import { isCountedRedirect } from '../model/redirect';
import { ToneBadge, type Tone } from './tone-badge';

const TONES = {
  pending: 'secondary',
  held: 'warning',
  succeeded: 'success',
  failed: 'danger',
  discarded: 'neutral',
} as const satisfies Record<DeliveryView['state'], Tone>;

interface DeliveryStateProps {
  readonly delivery: Pick<DeliveryView, 'state' | 'inFlight' | 'lastStatusCode' | 'lastError'>;
}

/** A delivery's state in a word; one that is on the wire says so, and one that was sent elsewhere is not green. */
export const DeliveryState = ({ delivery }: DeliveryStateProps) => {
  const t = useTranslate();
  const { state, inFlight, lastStatusCode: statusCode, lastError: error } = delivery;
  const tone = isCountedRedirect({ state, statusCode, error }) ? 'warning' : TONES[state];
  return (
    <ToneBadge tone={inFlight ? 'primary' : tone}>
      {t(inFlight ? 'state.sending' : `state.${state}`)}
    </ToneBadge>
  );
};
