import type { Attempt, AttemptOutcome } from '../domain/attempt';
import type { AttemptTrigger } from '../domain/delivery';
import { isSuccess } from '../domain/response-verdict';
import { parseRetryAfterMs } from '../domain/retry-after';
import { signingSecrets } from '../domain/secret-rotation';
import type { HeaderBuilders } from './header-builders';
import type { OutgoingRequest, Sender, SendResult, Surroundings, WebhookWithSecret } from './ports';
import type { Recorders } from './recorder';
import { timeoutOf, type DeliverySettings } from './webhook-policy';
import type { AttemptResult, LeasedDelivery } from './work';

export interface DeliverSettings extends DeliverySettings {
  readonly successStatuses: readonly (number | string)[];
}

export interface DeliverDeps {
  readonly sender: Sender;
  readonly settings: DeliverSettings;
  readonly headers: HeaderBuilders;
  readonly recorders: Recorders;
  readonly surroundings: Surroundings;
  /** The database's clock as this process knows it, in milliseconds since 1970. */
  readonly databaseNow: () => number;
}

/** What can keep an attempt from being made, or end it. */
export interface DeliverStops {
  readonly signal?: AbortSignal;
  readonly maySend?: () => boolean;
}

/**
 * Makes one attempt of a leased delivery: signs, sends, and says what came of it. It decides
 * nothing and writes nothing.
 *
 * @param work - the delivery, leased by this process, and its body
 * @param webhook - the receiver, with its secrets
 * @param deps - the sender, the settings and the clocks
 * @param stops - `signal` is aborted when the plugin stops; the attempt then ends as `interrupted`. `maySend` is asked
 *   when the first byte would go out; after a false nothing was sent, and the result is not one to record
 * @returns the attempt, ready to be recorded; it never rejects because of the receiver
 */
export const deliver = async (
  work: LeasedDelivery,
  webhook: WebhookWithSecret,
  deps: DeliverDeps,
  stops: DeliverStops = {},
): Promise<AttemptResult> => {
  const { delivery } = work;
  const startedAtMs = deps.databaseNow();
  const { secretFault } = webhook;
  if (secretFault !== null) return unsent(work, startedAtMs, secretFault);
  const request = buildRequest(work, webhook, startedAtMs, deps);
  const result = await deps.sender.send(request, stops.signal, stops.maySend);
  const recorder = deps.recorders(webhook);
  const attempt: Attempt = {
    deliveryId: delivery.id,
    number: delivery.attemptCount,
    trigger: triggerOf(work),
    startedAtMs,
    late: false,
    outcome: outcomeOf(result, deps.settings),
    durationMs: result.durationMs,
    request: recorder.request(request.headers),
    response: result.response === null ? null : recorder.response(result.response),
    error: result.error === null ? null : recorder.error(result.error),
  };
  return { owner: work.owner, attempt, retryAfterMs: retryAfterOf(result, attempt.outcome, deps) };
};

const triggerOf = ({ delivery }: LeasedDelivery): AttemptTrigger =>
  delivery.leaseTrigger ?? 'scheduled';

const unsent = (work: LeasedDelivery, startedAtMs: number, secretFault: string): AttemptResult => ({
  owner: work.owner,
  attempt: {
    deliveryId: work.delivery.id,
    number: work.delivery.attemptCount,
    trigger: triggerOf(work),
    startedAtMs,
    late: false,
    outcome: 'failure',
    durationMs: 0,
    request: null,
    response: null,
    error: { code: 'secret_unreadable', message: secretFault },
  },
  retryAfterMs: null,
});

const buildRequest = (
  { delivery, body }: LeasedDelivery,
  webhook: WebhookWithSecret,
  startedAtMs: number,
  { settings, headers, surroundings }: DeliverDeps,
): OutgoingRequest => ({
  url: webhook.deliveryUrl,
  headers: headers(webhook)({
    topic: delivery.topic,
    deliveryId: delivery.id,
    eventId: delivery.eventId,
    sequence: delivery.sequence,
    attempt: delivery.attemptCount,
    secrets: signingSecrets(webhook, startedAtMs),
    timestampSeconds: Math.floor(surroundings.now() / 1000),
    body,
  }),
  body,
  timeoutMs: timeoutOf(settings, webhook),
});

const outcomeOf = (result: SendResult, settings: DeliverSettings): AttemptOutcome => {
  if (result.response === null) {
    return result.error.code === 'interrupted' ? 'interrupted' : 'failure';
  }
  return isSuccess(result.response.status, settings.successStatuses) ? 'success' : 'failure';
};

const retryAfterOf = (
  result: SendResult,
  outcome: AttemptOutcome,
  { surroundings }: DeliverDeps,
): number | null =>
  result.response === null || outcome !== 'failure'
    ? null
    : parseRetryAfterMs(result.retryAfter, result.date, surroundings.now());
