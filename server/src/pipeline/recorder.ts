import type { AttemptError, RecordedRequest, RecordedResponse } from '../domain/attempt';
import { credentialsOf, maskUrl } from '../domain/masked-url';
import { createValueMask } from '../domain/masked-values';
import { createHeaderMask } from '../domain/masking';
import { isSensitiveHeader } from '../domain/rules/sensitive-header';
import { signingSecrets } from '../domain/secret-rotation';
import { perWebhook } from './per-webhook';
import type { WebhookWithSecret } from './ports';

/** Turns what was sent to one webhook, and what came back, into what may be kept. */
export interface Recorder {
  request(headers: Readonly<Record<string, string>>): RecordedRequest;
  /** A receiver could repeat anything that it was sent. */
  response(response: RecordedResponse): RecordedResponse;
  error(error: AttemptError): AttemptError;
}

/**
 * Finds the recorder of a webhook. It is made once for each version of the webhook, since looking for
 * secrets takes longer than signing.
 */
export type Recorders = (webhook: WebhookWithSecret) => Recorder;

/**
 * Makes the recorders.
 *
 * @param defaultHeaders - the settings' headers, which every request carries
 */
export const createRecorders = (defaultHeaders: Readonly<Record<string, string>>): Recorders =>
  perWebhook((webhook) => createRecorder(webhook, defaultHeaders));

const createRecorder = (
  webhook: WebhookWithSecret,
  defaultHeaders: Readonly<Record<string, string>>,
): Recorder => {
  const url = maskUrl(webhook.deliveryUrl);
  const marked = new Set(
    webhook.headers
      .filter(({ name, sensitive }) => sensitive || isSensitiveHeader(name))
      .map(({ name }) => name.toLowerCase()),
  );
  const sent = [
    ...Object.entries(defaultHeaders),
    ...webhook.headers.map(({ name, value }) => [name, value] as const),
  ];
  const mask = createValueMask([
    ...signingSecrets(webhook, 0),
    ...sent.flatMap(([name, value]) =>
      isSensitiveHeader(name) || marked.has(name.toLowerCase()) ? [value] : [],
    ),
    ...credentialsOf(webhook.deliveryUrl),
  ]);
  const maskSent = createHeaderMask(marked);
  const maskReceived = createHeaderMask();
  return {
    request: (headers) => ({ method: 'POST', url, headers: maskSent(headers) }),
    response: ({ status, headers, body, bodyTruncated }) => ({
      status,
      headers: maskReceived(headers, mask),
      body: mask(body),
      bodyTruncated,
    }),
    error: ({ code, message }) => ({ code, message: mask(message) }),
  };
};
