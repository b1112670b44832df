import { PING_TOPIC, TEST_TOPIC } from '../domain/rules/topic';
import type { FailurePolicy } from '../domain/failure-policy';
import type { SignatureFormat, Webhook } from '../domain/webhook';

/** The settings that a webhook's own options may replace. */
export interface DeliverySettings {
  readonly retry: { readonly schedule: readonly number[]; readonly jitter: number };
  readonly maxConsecutiveFailures: number;
  readonly timeoutMs: number;
  readonly lease: { readonly durationMs: number };
  readonly concurrency: { readonly perWebhook: number };
  readonly signatureFormats: readonly SignatureFormat[];
}

const isProbe = (topic: string): boolean => topic === PING_TOPIC || topic === TEST_TOPIC;

/**
 * The rules for one delivery. Pings and tests have one try and never count.
 *
 * @param settings - the settings
 * @param webhook - the webhook, or undefined when it is gone
 * @param topic - the delivery's topic
 */
export const failurePolicyOf = (
  settings: DeliverySettings,
  webhook: Pick<Webhook, 'options'> | undefined,
  topic: string,
): FailurePolicy => ({
  retrySchedule: isProbe(topic) ? [] : (webhook?.options.retrySchedule ?? settings.retry.schedule),
  jitter: settings.retry.jitter,
  leaseMs: settings.lease.durationMs,
  maxConsecutiveFailures:
    webhook?.options.maxConsecutiveFailures ?? settings.maxConsecutiveFailures,
  counts: !isProbe(topic),
});

/** How long one attempt of this webhook may take, in milliseconds. */
export const timeoutOf = (settings: DeliverySettings, webhook: Pick<Webhook, 'options'>): number =>
  webhook.options.timeoutMs ?? settings.timeoutMs;

/** How many attempts of this webhook may be under way at once. */
export const concurrencyOf = (
  settings: DeliverySettings,
  webhook: Pick<Webhook, 'options'>,
): number => webhook.options.concurrency ?? settings.concurrency.perWebhook;

/** The signature formats that this webhook's requests carry. */
export const signatureFormatsOf = (
  settings: DeliverySettings,
  webhook: Pick<Webhook, 'options'>,
): readonly SignatureFormat[] => webhook.options.signatureFormats ?? settings.signatureFormats;
