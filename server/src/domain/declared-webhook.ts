import { isSameSecret } from './secret';
import type { SecretSet } from './secret-rotation';
import type { DeliveryOptions, PausedReason, Webhook, WebhookHeader } from './webhook';

/** A webhook as the settings want it. */
export interface DeclaredWebhook {
  readonly key: string;
  readonly name: string;
  readonly status: 'active' | 'paused';
  readonly topics: readonly string[];
  readonly contentTypes: readonly string[] | null;
  readonly deliveryUrl: string;
  readonly headers: readonly WebhookHeader[];
  readonly options: DeliveryOptions;
  /** Absent where the settings leave it to us: then what is there stays. */
  readonly secret: string | undefined;
}

/** What has to change in a webhook, so that it is as the settings want it. */
export interface DeclaredChanges {
  name?: string;
  topics?: readonly string[];
  contentTypes?: readonly string[] | null;
  deliveryUrl?: string;
  headers?: readonly WebhookHeader[];
  options?: DeliveryOptions;
  secret?: string;
  status?: 'active' | 'paused';
  pausedReason?: PausedReason;
  declaredStatus?: 'active' | 'paused' | null;
}

/**
 * Compares a webhook with the settings. The status that the settings give counts when they change it, and
 * when the webhook comes back after it was removed from them; in between it is for people to pause and resume.
 *
 * @param current - the webhook as it is
 * @param declared - the webhook as the settings want it
 * @returns what differs, or null when nothing does
 */
export const changesToDeclared = (
  current: Webhook & SecretSet,
  declared: DeclaredWebhook,
): DeclaredChanges | null => {
  const changes: DeclaredChanges = {};
  if (current.name !== declared.name) changes.name = declared.name;
  if (current.deliveryUrl !== declared.deliveryUrl) changes.deliveryUrl = declared.deliveryUrl;
  if (!same(current.topics, declared.topics)) changes.topics = declared.topics;
  if (!same(current.contentTypes, declared.contentTypes)) {
    changes.contentTypes = declared.contentTypes;
  }
  if (!same(current.headers.map(headerValues), declared.headers.map(headerValues))) {
    changes.headers = declared.headers;
  }
  if (!same(optionValues(current.options), optionValues(declared.options))) {
    changes.options = declared.options;
  }
  if (declared.secret !== undefined && !isInForce(current, declared.secret)) {
    changes.secret = declared.secret;
  }
  if (current.declaredStatus !== declared.status) {
    changes.declaredStatus = declared.status;
    const isBack = current.declaredStatus === null;
    if (!isBack || current.pausedReason === 'removed_from_config') changes.status = declared.status;
  }
  return Object.keys(changes).length === 0 ? null : changes;
};

/**
 * What has to change in a webhook that the settings name no more. It is kept, with its log and all that it
 * holds; whoever wants it back writes it into the settings again.
 *
 * @param current - the webhook as it is
 * @returns the changes, or null when it was removed before
 */
export const changesToRemoved = (
  current: Pick<Webhook, 'status' | 'declaredStatus'>,
): DeclaredChanges | null => {
  if (current.declaredStatus === null) return null;
  return {
    declaredStatus: null,
    ...(current.status === 'active' && {
      status: 'paused' as const,
      pausedReason: 'removed_from_config' as const,
    }),
  };
};

const isInForce = ({ secrets: [current] }: SecretSet, secret: string): boolean =>
  current !== undefined && isSameSecret(current, secret);

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const headerValues = ({ name, value, sensitive }: WebhookHeader): unknown => [
  name,
  value,
  sensitive,
];

const optionValues = (options: DeliveryOptions): unknown => [
  options.retrySchedule,
  options.timeoutMs,
  options.concurrency,
  options.maxConsecutiveFailures,
  options.signatureFormats,
  options.ordering ?? 'none',
];
