import type { Settings } from '../config/settings';
import type { DefaultsView } from '../contracts/defaults';
import { maxTimeoutMsOf } from './webhook-input';

/**
 * What this project's settings say for a webhook that says nothing itself.
 *
 * @param settings - the resolved settings
 */
export const defaultsView = (settings: Settings): DefaultsView => ({
  retrySchedule: [...settings.retry.schedule],
  timeoutMs: settings.timeoutMs,
  concurrency: settings.concurrency.perWebhook,
  maxConsecutiveFailures: settings.maxConsecutiveFailures,
  signatureFormats: [...settings.signatureFormats],
  limits: { timeoutMs: maxTimeoutMsOf(settings), headers: settings.limits.headers },
});
