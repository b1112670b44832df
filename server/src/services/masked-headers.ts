import { originOf } from '../domain/masked-url';
import { MASK } from '../domain/rules/mask';
import { isSensitiveHeader } from '../domain/rules/sensitive-header';
import type { Webhook, WebhookHeader } from '../domain/webhook';
import type { FieldFault } from '../errors/plugin-error';
import { isHidden } from './views';

/** What an edit says of headers and of where they go. */
export interface HeaderEdit {
  readonly deliveryUrl?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly sensitiveHeaders?: readonly string[] | undefined;
}

/**
 * Says which headers an edit must give in clear: whoever may edit may not thereby read a value that is masked,
 * neither in an answer nor on a server of their own.
 *
 * @param edit - the edit, as far as it is well formed
 * @param current - the webhook as it is
 */
export const maskedHeaderFaults = (
  edit: HeaderEdit,
  current: Pick<Webhook, 'deliveryUrl' | 'headers'>,
): FieldFault[] => {
  const kept = current.headers.filter((header) => isHidden(header) && isKept(edit, header));
  return [...movedFaults(edit, current, kept), ...shownFaults(edit, kept)];
};

/**
 * Names the headers that are marked as sensitive and are not there, so that a misspelt one does not leave a credential
 * in clear.
 *
 * @param edit - the edit, as far as it is well formed
 * @param stored - the headers so far
 */
export const unknownSensitiveFaults = (
  { headers, sensitiveHeaders = [] }: HeaderEdit,
  stored: readonly WebhookHeader[],
): FieldFault[] => {
  const names = headers === undefined ? stored.map(({ name }) => name) : Object.keys(headers);
  return sensitiveHeaders
    .filter((marked) => !names.some((name) => isSameName(marked, name)))
    .map((marked) => ({ path: ['sensitiveHeaders'], message: `there is no header "${marked}"` }));
};

const movedFaults = (
  { deliveryUrl }: HeaderEdit,
  current: Pick<Webhook, 'deliveryUrl'>,
  kept: readonly WebhookHeader[],
): FieldFault[] => {
  if (deliveryUrl === undefined) return [];
  if (originOf(deliveryUrl) === originOf(current.deliveryUrl)) return [];
  return kept.map(({ name }) => ({
    path: ['headers', name],
    message: 'its value is masked and the address leads to another receiver; set it again',
  }));
};

const shownFaults = (
  { sensitiveHeaders }: HeaderEdit,
  kept: readonly WebhookHeader[],
): FieldFault[] => {
  if (sensitiveHeaders === undefined) return [];
  return kept
    .filter(({ name }) => !isSensitiveHeader(name))
    .filter(({ name }) => !sensitiveHeaders.some((marked) => isSameName(marked, name)))
    .map(({ name }) => ({
      path: ['sensitiveHeaders'],
      message: `the value of "${name}" is masked; give it again to show it`,
    }));
};

const isKept = ({ headers }: HeaderEdit, { name }: WebhookHeader): boolean =>
  headers === undefined ||
  Object.entries(headers).some(([key, value]) => isSameName(key, name) && value === MASK);

const isSameName = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();
