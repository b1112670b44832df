import type { AttemptView } from '../../../server/src/contracts/delivery';
import type { MessageKey } from '../i18n/use-translate';

const statusHint = (status: number): MessageKey | null => {
  if (status >= 300 && status < 400) return 'hint.redirect';
  if (status === 401 || status === 403) return 'hint.unauthorized';
  if (status === 404) return 'hint.not-found';
  if (status === 405) return 'hint.method';
  if (status === 410) return 'hint.gone';
  if (status === 413) return 'hint.too-large';
  if (status === 429) return 'hint.too-many';
  if (status >= 500) return 'hint.server-error';
  return status >= 400 ? 'hint.refused' : null;
};

/** How OpenSSL words it when what answers is no TLS at all. */
const NO_TLS = /wrong version number|packet length too long|unknown protocol/i;

/**
 * Says in plain words what an attempt's end usually means, and what to do.
 *
 * @param attempt - what came of one HTTP try
 * @returns the key of the hint, or null when all is well
 */
export const attemptHint = ({
  response,
  error,
}: Pick<AttemptView, 'response' | 'error'>): MessageKey | null => {
  if (error?.code === 'tls_failed' && NO_TLS.test(error.message)) return 'hint.plain-http';
  if (error !== null) return `hint.${error.code}`;
  return response === null ? null : statusHint(response.status);
};
