import type { DefaultsView } from '../../../server/src/contracts/defaults';
import type { CreateWebhookInput, WebhookView } from '../../../server/src/contracts/webhook';
import { STANDARD_RETRY_SCHEDULE } from '../../../server/src/domain/rules/retry-schedule';
import { parseSchedule, writeSchedule } from './retry-schedule';
import { isSensitive } from './sensitive-header';

/** One header in the form. */
export interface HeaderRow {
  readonly key: number;
  readonly name: string;
  readonly value: string;
  readonly sensitive: boolean;
}

export const SIGNING_CHOICES = ['settings', 'both', 'woocommerce', 'standard-webhooks'] as const;
export type SigningChoice = (typeof SIGNING_CHOICES)[number];
export type SignatureFormat = DefaultsView['signatureFormats'][number];

export const RETRY_CHOICES = ['settings', 'standard', 'once', 'custom'] as const;
export type RetryChoice = (typeof RETRY_CHOICES)[number];

export const ORDERING_CHOICES = ['none', 'document'] as const;
export type Ordering = (typeof ORDERING_CHOICES)[number];

/** A webhook as the form holds it. */
export interface WebhookFormValues {
  readonly name: string;
  readonly deliveryUrl: string;
  readonly topics: readonly string[];
  readonly contentTypes: '*' | readonly string[];
  readonly headers: readonly HeaderRow[];
  /** Only for a new webhook; null for a generated one. */
  readonly ownSecret: string | null;
  readonly signing: SigningChoice;
  readonly retry: RetryChoice;
  readonly customSchedule: string;
  /** Null follows the settings, here and below. */
  readonly timeoutSeconds: number | null;
  readonly concurrency: number | null;
  readonly maxConsecutiveFailures: number | null;
  readonly ordering: Ordering;
}

/** A new webhook before anybody has typed. */
export const EMPTY_FORM: WebhookFormValues = {
  name: '',
  deliveryUrl: '',
  topics: [],
  contentTypes: '*',
  headers: [],
  ownSecret: null,
  signing: 'settings',
  retry: 'settings',
  customSchedule: writeSchedule(STANDARD_RETRY_SCHEDULE),
  timeoutSeconds: null,
  concurrency: null,
  maxConsecutiveFailures: null,
  ordering: 'none',
};

const sameSchedule = (schedule: readonly number[]): boolean =>
  schedule.join() === STANDARD_RETRY_SCHEDULE.join();

const retryOf = (schedule: WebhookView['retrySchedule']): RetryChoice => {
  if (schedule === null) return 'settings';
  if (schedule.length === 0) return 'once';
  return sameSchedule(schedule) ? 'standard' : 'custom';
};

const signingOf = (formats: WebhookView['signatureFormats']): SigningChoice => {
  if (formats === null) return 'settings';
  return formats.length > 1 ? 'both' : (formats[0] ?? 'settings');
};

/**
 * Fills the form with a webhook.
 *
 * @param webhook - as the server shows it
 */
export const toFormValues = (webhook: WebhookView): WebhookFormValues => ({
  name: webhook.name,
  deliveryUrl: webhook.deliveryUrl,
  topics: webhook.topics,
  contentTypes: webhook.contentTypes,
  headers: Object.entries(webhook.headers).map(([name, value], key) => ({
    key,
    name,
    value,
    sensitive: webhook.sensitiveHeaders.includes(name),
  })),
  ownSecret: null,
  signing: signingOf(webhook.signatureFormats),
  retry: retryOf(webhook.retrySchedule),
  customSchedule:
    webhook.retrySchedule === null || webhook.retrySchedule.length === 0
      ? EMPTY_FORM.customSchedule
      : writeSchedule(webhook.retrySchedule),
  timeoutSeconds: webhook.timeoutMs === null ? null : webhook.timeoutMs / 1000,
  concurrency: webhook.concurrency,
  maxConsecutiveFailures: webhook.maxConsecutiveFailures,
  ordering: webhook.ordering,
});

/**
 * The schedule that a form chooses.
 *
 * @returns seconds before each retry, or null for the settings' own
 */
export const scheduleOf = ({
  retry,
  customSchedule,
}: Pick<WebhookFormValues, 'retry' | 'customSchedule'>): readonly number[] | null => {
  switch (retry) {
    case 'settings':
      return null;
    case 'standard':
      return STANDARD_RETRY_SCHEDULE;
    case 'once':
      return [];
    case 'custom':
      return parseSchedule(customSchedule) ?? [];
  }
};

/**
 * The format that a receiver's code is shown for: of several the one that also forbids sending a request again.
 *
 * @param signing - what the form chooses
 * @param defaults - what the project's settings say
 */
export const shownFormat = (
  signing: SigningChoice,
  { signatureFormats }: Pick<DefaultsView, 'signatureFormats'>,
): SignatureFormat => {
  const formats = formatsOf(signing) ?? signatureFormats;
  return formats.includes('standard-webhooks') ? 'standard-webhooks' : 'woocommerce';
};

const formatsOf = (signing: SigningChoice): CreateWebhookInput['signatureFormats'] => {
  if (signing === 'settings') return null;
  return signing === 'both' ? ['woocommerce', 'standard-webhooks'] : [signing];
};

/**
 * Writes what the form holds as the server takes it.
 *
 * @param values - a form that has no faults
 */
export const toInput = (values: WebhookFormValues): CreateWebhookInput => {
  const schedule = scheduleOf(values);
  const { name, ownSecret, timeoutSeconds } = values;
  return {
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(ownSecret === null ? {} : { secret: ownSecret }),
    deliveryUrl: values.deliveryUrl.trim(),
    topics: [...values.topics],
    contentTypes: values.contentTypes === '*' ? '*' : [...values.contentTypes],
    headers: Object.fromEntries(values.headers.map((row) => [row.name.trim(), row.value])),
    sensitiveHeaders: values.headers.filter(isSensitive).map((row) => row.name.trim()),
    signatureFormats: formatsOf(values.signing),
    retrySchedule: schedule === null ? null : [...schedule],
    timeoutMs: timeoutSeconds === null ? null : Math.round(timeoutSeconds * 1000),
    concurrency: values.concurrency,
    maxConsecutiveFailures: values.maxConsecutiveFailures,
    ordering: values.ordering,
  };
};
