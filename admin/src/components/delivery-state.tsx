import type { DeliveryView } from '../../../server/src/contracts/delivery';
import { useTranslate } from '../i18n/use-translate';
import { ToneBadge, type Tone } from './tone-badge';

const TONES = {
  pending: 'secondary',
  held: 'warning',
  succeeded: 'success',
  failed: 'danger',
  discarded: 'neutral',
} as const satisfies Record<DeliveryView['state'], Tone>;

interface DeliveryStateProps {
  readonly delivery: Pick<DeliveryView, 'state' | 'inFlight'>;
}

/** A delivery's state in a word; one that is on the wire says so. */
export const DeliveryState = ({ delivery: { state, inFlight } }: DeliveryStateProps) => {
  const t = useTranslate();
  return (
    <ToneBadge tone={inFlight ? 'primary' : TONES[state]}>
      {t(inFlight ? 'state.sending' : `state.${state}`)}
    </ToneBadge>
  );
};
