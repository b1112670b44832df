import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { createWebhookSchema, updateWebhookSchema } from '../contracts/webhook';
import { faultsOf } from '../config/resolve';
import type { Settings } from '../config/settings';
import { headerExcesses, type HeaderLimits } from '../domain/header-limits';
import { restoreUrl } from '../domain/masked-url';
import { MASK } from '../domain/rules/mask';
import { isSensitiveHeader } from '../domain/rules/sensitive-header';
import { headerFault } from '../domain/request-headers';
import { unmatchablePatterns } from '../domain/rules/topic';
import { WEBHOOK_LIMITS } from '../domain/rules/webhook-limits';
import type { DeliveryOptions, Webhook, WebhookHeader } from '../domain/webhook';
import { PluginError, type FieldFault } from '../errors/plugin-error';
import type { NewWebhook, WebhookChanges } from '../pipeline/ports';
import { maskedHeaderFaults, unknownSensitiveFaults } from './masked-headers';
import { receiverFaults } from './receiver-faults';

/** What exists in this Strapi, to check input against. */
export interface InputContext {
  readonly topics: readonly string[];
  /** Content types whose events can be captured. */
  readonly contentTypes: readonly string[];
  /** A lease must outlast an attempt, so a webhook's timeout has a ceiling. */
  readonly maxTimeoutMs: number;
  readonly headerLimits: HeaderLimits;
  /** Why nothing is sent to the delivery URL of the input; nothing is wrong with it where this is absent. */
  readonly addressFault?: string | null;
}

/**
 * The longest timeout that a webhook may ask for: two attempts fit into a lease, and none takes more than two minutes.
 *
 * @param settings - of them, the lease
 * @returns milliseconds
 */
export const maxTimeoutMsOf = ({ lease }: Pick<Settings, 'lease'>): number =>
  Math.min(Math.floor(lease.durationMs / 2), WEBHOOK_LIMITS.timeoutMs.max);

type Fields = z.output<typeof updateWebhookSchema>;

/** What an edit starts from. */
type Current = Pick<Webhook, 'deliveryUrl' | 'headers' | 'options'>;

/**
 * Checks the input of a new webhook.
 *
 * @param input - anything
 * @param context - what exists here
 * @param defaults - a name and a secret for those that bring none
 * @throws PluginError `webhook_invalid` with every wrong field at once
 */
export const parseNewWebhook = (
  input: unknown,
  context: InputContext,
  defaults: { readonly name: string; readonly secret: string },
): NewWebhook => {
  const fields = parse(createWebhookSchema, input, (usable) =>
    contextFaults(usable, null, context),
  );
  return {
    name: fields.name ?? defaults.name,
    status: fields.status ?? 'active',
    topics: unique(fields.topics),
    contentTypes: contentTypesOf(fields.contentTypes ?? '*'),
    deliveryUrl: fields.deliveryUrl,
    headers: headersOf(fields, []),
    options: optionsOf(fields, {}),
    secret: fields.secret ?? defaults.secret,
  };
};

/**
 * Checks an edit.
 *
 * @param input - anything
 * @param current - the webhook as it is
 * @param context - what exists here
 * @throws PluginError `webhook_invalid` with every wrong field at once
 */
export const parseWebhookChanges = (
  input: unknown,
  current: Current,
  context: InputContext,
): WebhookChanges => {
  const fields = parse(updateWebhookSchema, input, (usable) =>
    contextFaults(usable, current, context),
  );
  const { name, topics, contentTypes, deliveryUrl, secret, status } = fields;
  const options = optionsOf(fields, current.options);
  return {
    ...(name === undefined ? {} : { name }),
    ...(topics === undefined ? {} : { topics: unique(topics) }),
    ...(contentTypes === undefined ? {} : { contentTypes: contentTypesOf(contentTypes) }),
    ...(deliveryUrl === undefined
      ? {}
      : { deliveryUrl: restoreUrl(deliveryUrl, current.deliveryUrl).url }),
    ...(secret === undefined ? {} : { secret }),
    ...(status === undefined ? {} : { status }),
    ...(fields.headers === undefined && fields.sensitiveHeaders === undefined
      ? {}
      : { headers: headersOf(fields, current.headers) }),
    ...(isDeepStrictEqual(options, optionsOf({}, current.options)) ? {} : { options }),
  };
};

/**
 * The delivery URL that an input asks for, to be looked up before it is checked.
 *
 * @param input - anything
 * @returns the URL when it is well formed, or null
 */
export const deliveryUrlOf = (input: unknown): string | null =>
  usableFields(input).deliveryUrl ?? null;

const parse = <T>(
  schema: z.ZodType<T>,
  input: unknown,
  check: (fields: Fields) => FieldFault[],
): T => {
  const parsed = schema.safeParse(input);
  const faults = [...(parsed.success ? [] : faultsOf(parsed.error)), ...check(usableFields(input))];
  if (parsed.success && faults.length === 0) return parsed.data;
  const isLimit = faults.length > 0 && faults.every((fault) => fault.isLimit === true);
  throw new PluginError(isLimit ? 'limit_exceeded' : 'webhook_invalid', { faults });
};

/** The fields that are well formed by themselves, so that every fault can be told at once. */
const usableFields = (input: unknown): Fields => {
  if (typeof input !== 'object' || input === null) return {};
  const entries: [string, unknown][] = Object.entries(input);
  const usable = entries.filter(
    ([name, value]) => updateWebhookSchema.safeParse({ [name]: value }).success,
  );
  return updateWebhookSchema.parse(Object.fromEntries(usable));
};

const contextFaults = (
  fields: Fields,
  current: Current | null,
  context: InputContext,
): FieldFault[] => [
  ...unmatchablePatterns(fields.topics ?? [], context.topics).map((topic) => ({
    path: ['topics'],
    message: `"${topic}" can never be emitted here; there are: ${context.topics.join(', ')}, patterns such as "entry.*", and "*"`,
  })),
  ...(Array.isArray(fields.contentTypes) ? fields.contentTypes : [])
    .filter((uid) => !context.contentTypes.includes(uid))
    .map((uid) => ({
      path: ['contentTypes'],
      message: `"${uid}" is not a content type whose events are delivered; there are: ${context.contentTypes.join(', ')}`,
    })),
  ...receiverFaults(fields, current, context.addressFault ?? null),
  ...headerFaults(fields, current?.headers ?? [], context.headerLimits),
  ...(current === null ? [] : maskedHeaderFaults(fields, current)),
  ...unknownSensitiveFaults(fields, current?.headers ?? []),
  ...(fields.timeoutMs !== undefined &&
  fields.timeoutMs !== null &&
  fields.timeoutMs > context.maxTimeoutMs
    ? [
        {
          path: ['timeoutMs'],
          message: `must be at most ${context.maxTimeoutMs} (half of the setting lease.durationMs)`,
        },
      ]
    : []),
];

const headerFaults = (
  fields: Fields,
  stored: readonly WebhookHeader[],
  limits: HeaderLimits,
): FieldFault[] => {
  const seen = new Set<string>();
  const faults: FieldFault[] = [];
  const before = new Map(stored.map((header) => [header.name.toLowerCase(), header]));
  for (const [name, value] of Object.entries(fields.headers ?? {})) {
    const lower = name.toLowerCase();
    const stays = value === MASK ? before.get(lower) : undefined;
    const fault =
      value === MASK && stays === undefined
        ? 'there is no value behind the mask; set it'
        : headerFault(name, stays === undefined ? value : stays.value);
    if (fault !== null) faults.push({ path: ['headers', name], message: fault });
    // A value that no key could decrypt arrives empty; saving the mask again would make that final.
    if (stays?.sensitive === true && stays.value === '') {
      faults.push({ path: ['headers', name], message: 'its value cannot be read; set it again' });
    }
    if (seen.has(lower)) faults.push({ path: ['headers', name], message: 'it is there twice' });
    seen.add(lower);
  }
  return fields.headers === undefined
    ? faults
    : [...faults, ...excessFaults(headersOf(fields, stored), limits)];
};

const excessFaults = (headers: readonly WebhookHeader[], limits: HeaderLimits): FieldFault[] =>
  headerExcesses(
    headers.map(({ name, value }) => [name, value]),
    limits,
  ).map(({ name, limit, message }) => ({
    path: name === null ? ['headers'] : ['headers', name],
    message: `${message} (the setting limits.${limit})`,
    isLimit: true,
  }));

const headersOf = (fields: Fields, stored: readonly WebhookHeader[]): WebhookHeader[] => {
  const before = new Map(stored.map((header) => [header.name.toLowerCase(), header]));
  const values =
    fields.headers ?? Object.fromEntries(stored.map(({ name, value }) => [name, value]));
  const marked =
    fields.sensitiveHeaders === undefined
      ? new Set(stored.filter(({ sensitive }) => sensitive).map(({ name }) => name.toLowerCase()))
      : new Set(fields.sensitiveHeaders.map((name) => name.toLowerCase()));
  return Object.entries(values).map(([name, value]) => ({
    name,
    value: value === MASK ? (before.get(name.toLowerCase())?.value ?? value) : value,
    sensitive: marked.has(name.toLowerCase()) || isSensitiveHeader(name),
  }));
};

const optionsOf = (fields: Fields, current: DeliveryOptions): DeliveryOptions => ({
  retrySchedule: chosen(fields.retrySchedule, current.retrySchedule),
  timeoutMs: chosen(fields.timeoutMs, current.timeoutMs),
  concurrency: chosen(fields.concurrency, current.concurrency),
  maxConsecutiveFailures: chosen(fields.maxConsecutiveFailures, current.maxConsecutiveFailures),
  signatureFormats: chosen(fields.signatureFormats, current.signatureFormats),
  ordering: chosen(fields.ordering, current.ordering),
});

const chosen = <T>(given: T | null | undefined, current: T | undefined): T | undefined =>
  given === undefined ? current : (given ?? undefined);

const contentTypesOf = (chosenTypes: '*' | readonly string[]): readonly string[] | null =>
  chosenTypes === '*' ? null : unique(chosenTypes);

const unique = (list: readonly string[]): string[] => [...new Set(list)];
