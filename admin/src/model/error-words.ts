import type { AttemptView } from '../../../server/src/contracts/delivery';
import type { MessageKey } from '../i18n/use-translate';

type Code = NonNullable<AttemptView['error']>['code'];

const WORDS = {
  connection_refused: 'result.connection_refused',
  connection_reset: 'result.connection_reset',
  connect_timeout: 'result.connect_timeout',
  timeout: 'result.timeout',
  dns_failed: 'result.dns_failed',
  tls_failed: 'result.tls_failed',
  address_blocked: 'result.address_blocked',
  invalid_response: 'result.invalid_response',
  secret_unreadable: 'result.secret_unreadable',
  request_invalid: 'result.request_invalid',
  interrupted: 'result.interrupted',
  network_error: 'result.network_error',
} as const satisfies Record<Code, MessageKey>;

/**
 * What ended an attempt, short enough for a list.
 *
 * @param lastError - as the server puts it: the code, and what happened in English
 * @returns the key of the words, or null for what has no code
 */
export const errorWords = (lastError: string): MessageKey | null => {
  const [code] = lastError.split(':', 1);
  return Object.entries(WORDS).find(([one]) => one === code)?.[1] ?? null;
};
