import type { MessageKey } from '../i18n/use-translate';
import type { ErrorParts } from '../api/describe-error';
import { findHeaderFault } from '../../../server/src/domain/rules/header';
import { MASK } from '../../../server/src/domain/rules/mask';
import type { WebhookFormValues } from './form-values';
import { fieldsOutOfRange, type Limits } from './number-limits';
import { parseSchedule } from './retry-schedule';
import { ownSecretFault } from './secret-fault';
import { choosesEntries } from './topic-choice';

export const FORM_FIELDS = [
  'name',
  'deliveryUrl',
  'topics',
  'contentTypes',
  'headers',
  'ownSecret',
  'signing',
  'retry',
  'timeoutSeconds',
  'concurrency',
  'maxConsecutiveFailures',
] as const;
export type FormField = (typeof FORM_FIELDS)[number];

/** A fault in our own words (a key), or in the server's. */
export type Fault =
  | { readonly key: MessageKey; readonly values?: Readonly<Record<string, number>> }
  | { readonly text: string };

/** What is wrong, by field; a header's own fault is under `headers.<its name in lower case>`. */
export type FormFaults = Readonly<Partial<Record<FormField | `headers.${string}`, Fault>>>;

/** The fields whose faults a change may mend, where they are others than the field itself. */
const MENDED_BY: Readonly<Partial<Record<keyof WebhookFormValues, readonly FormField[]>>> = {
  topics: ['topics', 'contentTypes'],
  contentTypes: ['topics', 'contentTypes'],
  customSchedule: ['retry'],
  // Back at the receiver of before, hidden values are kept.
  deliveryUrl: ['deliveryUrl', 'headers'],
};

/**
 * Takes away what a change may have mended; the next save finds what is still wrong.
 *
 * @param faults - what was wrong
 * @param changed - the field that somebody has changed
 * @returns the same object where nothing goes away
 */
export const withoutFaultsOf = (
  faults: FormFaults,
  changed: keyof WebhookFormValues,
): FormFaults => {
  const mended: readonly string[] = MENDED_BY[changed] ?? [changed];
  const all = Object.entries(faults);
  const left = all.filter(([path]) => !mended.includes(path.split('.', 1)[0] ?? path));
  return left.length === all.length ? faults : Object.fromEntries(left);
};

/** Where the host stands in an address; some browsers read a space in it as a part of the name. */
const HOST = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#\\]*@)?([^/?#\\]*)/i;

/** The port at the end of what stands there; the digits of an IPv6 address are within brackets. */
const PORT = /:(\d+)$/;

const hasWrongPort = (host: string): boolean => {
  const port = PORT.exec(host)?.[1];
  return port !== undefined && (Number(port) < 1 || Number(port) > 65_535);
};

/**
 * Says what is wrong with a delivery URL while it is typed.
 *
 * @param typed - what stands in the field
 * @returns the key of the fault, or null
 */
export const urlFault = (typed: string): MessageKey | null => {
  const url = typed.trim();
  if (url === '') return 'form.url.required';
  const host = HOST.exec(url)?.[1] ?? '';
  if (/\s|%20/.test(host)) return 'form.url.space';
  if (hasWrongPort(host)) return 'form.url.port';
  if (!URL.canParse(url)) return 'form.url.invalid';
  const { protocol, username, password } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return 'form.url.protocol';
  if (username !== '' || password !== '') return 'form.url.credentials';
  return /^https?:\/\/[^/\\]/i.test(url) ? null : 'form.url.invalid';
};

const originOf = (url: string): string | null =>
  URL.canParse(url.trim()) ? new URL(url.trim()).origin : null;

/**
 * Names the headers whose hidden values do not go along to another receiver.
 *
 * @param values - the form
 * @param saved - the URL that is saved; null for a new webhook
 */
const movedFaults = (
  { deliveryUrl, headers }: WebhookFormValues,
  saved: string | null,
): FormFaults => {
  if (saved === null || originOf(deliveryUrl) === originOf(saved)) return {};
  const hidden = headers.filter(({ value }) => isMasked(value));
  return Object.fromEntries(
    hidden.map(({ name }): [`headers.${string}`, Fault] => [
      `headers.${name.trim().toLowerCase()}`,
      { key: 'form.headers.moved' },
    ]),
  );
};

const headerFaults = (values: WebhookFormValues): FormFaults => {
  const faults: Record<`headers.${string}`, Fault> = {};
  const seen = new Set<string>();
  for (const { name, value } of values.headers) {
    const lower = name.trim().toLowerCase();
    const path = `headers.${lower}` as const;
    const key = headerFault(lower, value) ?? (seen.has(lower) ? 'form.headers.twice' : null);
    if (key !== null) faults[path] = { key };
    seen.add(lower);
  }
  return faults;
};

const headerFault = (name: string, value: string): MessageKey | null => {
  if (name === '') return 'form.headers.name-required';
  // A hidden value is kept as it is; its mask is no value.
  const fault = findHeaderFault(name, isMasked(value) ? '' : value);
  if (fault === 'invalid-name') return 'form.headers.name-invalid';
  if (fault === 'reserved') return 'form.headers.reserved';
  if (value === '') return 'form.headers.value-required';
  return fault === null ? null : 'form.headers.value-invalid';
};

const numberFaults = (values: WebhookFormValues, limits: Limits): FormFaults =>
  Object.fromEntries(
    fieldsOutOfRange(values, limits).map((name): [FormField, Fault] => {
      const { min, max, isWhole } = limits[name];
      const key = isWhole ? 'form.whole-number' : 'form.timeoutSeconds.range';
      return [name, { key, values: { min, max } }];
    }),
  );

const chosenSecretFault = (secret: string | null): MessageKey | null => {
  if (secret === null) return null;
  return secret === '' ? 'form.secret.required' : ownSecretFault(secret);
};

const scheduleFault = ({ retry, customSchedule }: WebhookFormValues): MessageKey | null => {
  if (retry !== 'custom') return null;
  const delays = parseSchedule(customSchedule);
  if (delays === null) return 'form.retry.invalid';
  return delays.length === 0 ? 'form.retry.required' : null;
};

/**
 * Finds what the server would refuse, so that nobody has to wait for it.
 *
 * @param values - the form
 * @param limits - what its fields of numbers take
 * @param savedUrl - where the webhook goes so far; null for a new one
 */
export const findFaults = (
  values: WebhookFormValues,
  limits: Limits,
  savedUrl: string | null,
): FormFaults => {
  const url = urlFault(values.deliveryUrl);
  const { contentTypes, topics } = values;
  const nothing = contentTypes !== '*' && contentTypes.length === 0 && choosesEntries(topics);
  const secret = chosenSecretFault(values.ownSecret);
  const schedule = scheduleFault(values);
  return {
    ...(url === null ? {} : { deliveryUrl: { key: url } }),
    ...(topics.length > 0 ? {} : { topics: { key: 'form.events.required' } }),
    ...(nothing ? { contentTypes: { key: 'form.events.content-type-required' } } : {}),
    ...(secret === null ? {} : { ownSecret: { key: secret } }),
    ...(schedule === null ? {} : { retry: { key: schedule } }),
    ...numberFaults(values, limits),
    ...movedFaults(values, savedUrl),
    ...headerFaults(values),
  };
};

/** The form's names for the server's fields, where they differ. */
const FIELD_OF: Readonly<Record<string, FormField>> = {
  secret: 'ownSecret',
  signatureFormats: 'signing',
  retrySchedule: 'retry',
  timeoutMs: 'timeoutSeconds',
  sensitiveHeaders: 'headers',
};

const fieldOf = (path: string): FormField | `headers.${string}` | null => {
  const [first = '', ...rest] = path.split('.');
  if (first === 'headers' && rest.length > 0) return `headers.${rest.join('.').toLowerCase()}`;
  return FIELD_OF[first] ?? FORM_FIELDS.find((field) => field === first) ?? null;
};

/**
 * Puts the server's faults at the form's fields.
 *
 * @param fields - from a failed request
 * @returns the faults; `others` holds those that no field of the form can show
 */
export const faultsOfServer = (
  fields: ErrorParts['fields'],
): { readonly faults: FormFaults; readonly others: readonly string[] } => {
  const faults: Partial<Record<FormField | `headers.${string}`, Fault>> = {};
  const others: string[] = [];
  for (const { path, message } of fields) {
    const field = fieldOf(path);
    if (field === null) others.push(path === '' ? message : `${path}: ${message}`);
    else faults[field] = { text: message };
  }
  return { faults, others };
};

/** Tells whether a header's value is one that is kept and not shown. */
export const isMasked = (value: string): boolean => value === MASK;
