import { z } from 'zod';
import type { WebhookId } from '../../domain/ids';
import { hasCredentials, maskUrl } from '../../domain/masked-url';
import type { PreviousSecret } from '../../domain/secret-rotation';
import type { WebhookHeader } from '../../domain/webhook';
import { PluginError } from '../../errors/plugin-error';
import type { SecretBox } from '../../pipeline/ports';

const secretIdentity = (id: WebhookId, position: number): string =>
  `webhook:${id}:secret:${position}`;

/** Bound to its end too: a later one cannot be written into the table. */
const previousIdentity = (id: WebhookId, expiresAtMs: number): string =>
  `webhook:${id}:previous-secret:${expiresAtMs}`;

const headerIdentity = (id: WebhookId, name: string): string =>
  `webhook:${id}:header:${name.toLowerCase()}`;

const urlIdentity = (id: WebhookId): string => `webhook:${id}:delivery-url`;

/** A sealed column as it opens: what could be read, and why the rest could not. */
export interface Opened<Value> {
  readonly value: Value;
  readonly fault: string | null;
}

/**
 * Seals a webhook's secrets.
 *
 * @param secrets - in clear, newest first
 * @returns the column's text
 */
export const sealSecrets = (box: SecretBox, id: WebhookId, secrets: readonly string[]): string =>
  JSON.stringify(secrets.map((secret, position) => box.seal(secret, secretIdentity(id, position))));

/**
 * Seals the sensitive values among a webhook's headers; the others stay readable.
 *
 * @param headers - in clear
 * @returns the column's text
 */
export const sealHeaders = (
  box: SecretBox,
  id: WebhookId,
  headers: readonly WebhookHeader[],
): string =>
  JSON.stringify(
    headers.map(({ name, value, sensitive }) => ({
      name,
      value: sensitive ? box.seal(value, headerIdentity(id, name)) : value,
      sensitive,
    })),
  );

const open = (box: SecretBox, ciphertext: string, identity: string): Opened<string> => {
  try {
    return { value: box.open(ciphertext, identity), fault: null };
  } catch (error) {
    if (error instanceof PluginError && error.code === 'secret_unreadable') {
      return { value: '', fault: error.message };
    }
    throw error;
  }
};

const secretsSchema = z.array(z.string());

/**
 * Opens the secrets of a webhook; with a fault there are none, since signing with only some of them is wrong.
 *
 * @param text - the column's text
 * @returns the secrets, newest first
 */
export const openSecrets = (box: SecretBox, id: WebhookId, text: string): Opened<string[]> => {
  const opened = secretsSchema
    .parse(JSON.parse(text))
    .map((sealed, position) => open(box, sealed, secretIdentity(id, position)));
  const fault = opened.find((secret) => secret.fault !== null)?.fault ?? null;
  return { value: fault === null ? opened.map(({ value }) => value) : [], fault };
};

/**
 * Seals the secrets that were replaced.
 *
 * @param previous - in clear, newest first
 * @returns the column's text
 */
export const sealPrevious = (
  box: SecretBox,
  id: WebhookId,
  previous: readonly PreviousSecret[],
): string | null =>
  previous.length === 0
    ? null
    : JSON.stringify(
        previous.map(({ secret, expiresAtMs }) => ({
          sealed: box.seal(secret, previousIdentity(id, expiresAtMs)),
          expiresAtMs,
        })),
      );

const previousSchema = z.array(z.object({ sealed: z.string(), expiresAtMs: z.int() }));

/**
 * Opens the secrets that were replaced; with a fault there are none.
 *
 * @param text - the column's text
 * @returns the secrets, newest first
 */
export const openPrevious = (
  box: SecretBox,
  id: WebhookId,
  text: string | null,
): Opened<PreviousSecret[]> => {
  if (text === null) return { value: [], fault: null };
  const opened = previousSchema.parse(JSON.parse(text)).map(({ sealed, expiresAtMs }) => {
    const { value, fault } = open(box, sealed, previousIdentity(id, expiresAtMs));
    return { secret: value, expiresAtMs, fault };
  });
  const fault = opened.find((one) => one.fault !== null)?.fault ?? null;
  const value = opened.map(({ secret, expiresAtMs }) => ({ secret, expiresAtMs }));
  return { value: fault === null ? value : [], fault };
};

/** When the last of the replaced secrets ends; it can be told without opening them. */
export const lastExpiryOf = (text: string): number =>
  Math.max(0, ...previousSchema.parse(JSON.parse(text)).map(({ expiresAtMs }) => expiresAtMs));

/** The columns of a delivery URL: as it may be shown, and as a whole where that is not the same. */
export interface UrlColumns {
  readonly delivery_url: string;
  readonly sealed_delivery_url: string | null;
}

/**
 * Seals a delivery URL that carries credentials.
 *
 * @param url - in clear
 * @returns the columns' texts
 */
export const sealUrl = (box: SecretBox, id: WebhookId, url: string): UrlColumns => ({
  delivery_url: maskUrl(url),
  sealed_delivery_url: hasCredentials(url) ? box.seal(url, urlIdentity(id)) : null,
});

/**
 * Opens a delivery URL; where that fails it stays masked, and has a fault.
 *
 * @param columns - the columns' texts
 * @returns the URL in clear
 */
export const openUrl = (
  box: SecretBox,
  id: WebhookId,
  { delivery_url: shown, sealed_delivery_url: sealed }: UrlColumns,
): Opened<string> => {
  if (sealed === null) return { value: shown, fault: null };
  const opened = open(box, sealed, urlIdentity(id));
  return opened.fault === null ? opened : { value: shown, fault: opened.fault };
};

const headersSchema = z.array(
  z.object({ name: z.string(), value: z.string(), sensitive: z.boolean() }),
);

/**
 * Opens the headers of a webhook; an unreadable value is empty, and a fault.
 *
 * @param text - the column's text
 * @returns the headers in their order
 */
export const openHeaders = (
  box: SecretBox,
  id: WebhookId,
  text: string,
): Opened<WebhookHeader[]> => {
  let fault: string | null = null;
  const value = headersSchema.parse(JSON.parse(text)).map((header) => {
    if (!header.sensitive) return header;
    const opened = open(box, header.value, headerIdentity(id, header.name));
    fault ??= opened.fault;
    return { ...header, value: opened.value };
  });
  return { value, fault };
};

/**
 * Lists what is sealed in the columns of one webhook, for those who ask which keys made it.
 *
 * @param columns - the columns' texts
 */
export const sealedTexts = (columns: {
  readonly secret: string;
  readonly previous: string | null;
  readonly headers: string;
  readonly url: string | null;
}): string[] => [
  ...secretsSchema.parse(JSON.parse(columns.secret)),
  ...(columns.previous === null
    ? []
    : previousSchema.parse(JSON.parse(columns.previous)).map(({ sealed }) => sealed)),
  ...headersSchema
    .parse(JSON.parse(columns.headers))
    .flatMap(({ value, sensitive }) => (sensitive ? [value] : [])),
  ...(columns.url === null ? [] : [columns.url]),
];
