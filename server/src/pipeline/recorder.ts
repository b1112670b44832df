import type { AttemptError, RecordedRequest, RecordedResponse } from '../domain/attempt';
import { credentialsOf, maskUrl } from '../domain/masked-url';
import { createValueMask } from '../domain/masked-values';
import { maskHeaders } from '../domain/masking';
import { isSensitiveHeader } from '../domain/rules/sensitive-header';
import { signingSecrets } from '../domain/secret-rotation';
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
export const createRecorders = (defaultHeaders: Readonly<Record<string, string>>): Recorders => {
  const made = new WeakMap<WebhookWithSecret, Recorder>();
  return (webhook) => {
    const known = made.get(webhook);
    if (known !== undefined) return known;
    const recorder = createRecorder(webhook, defaultHeaders);
    made.set(webhook, recorder);
    return recorder;
  };
};

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
  return {
    request: (headers) => ({ method: 'POST', url, headers: maskHeaders(headers, marked) }),
    response: (response) => ({
      ...response,
      headers: maskHeaders(
        Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, mask(value)]),
        ),
      ),
      body: mask(response.body),
    }),
    error: (error) => ({ ...error, message: mask(error.message) }),
  };
};
