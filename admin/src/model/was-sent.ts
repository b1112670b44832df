import type { AttemptView } from '../../../server/src/contracts/delivery';

type Code = NonNullable<AttemptView['error']>['code'];

/** What ends an attempt before anything leaves the server. */
const BEFORE_SENDING: readonly Code[] = ['address_blocked', 'secret_unreadable', 'request_invalid'];

/**
 * Tells whether an attempt got as far as the receiver, so that there was an answer to wait for.
 *
 * @param attempt - one HTTP try
 */
export const wasSent = ({ error }: Pick<AttemptView, 'error'>): boolean =>
  error === null || !BEFORE_SENDING.includes(error.code);
