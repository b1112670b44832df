import type { WebhookId } from './ids';
import { isSameSecret } from './secret';
import type { SecretSet } from './secret-rotation';
import type { DeliveryOptions, Webhook, WebhookHeader } from './webhook';

export const AUDIT_ACTIONS = [
  'created',
  'imported',
  'changed',
  'paused',
  'resumed',
  'disabled',
  'deleted',
  'secret_rotated',
  'previous_secrets_ended',
  'secret_revealed',
  'reencrypted',
  'redelivered',
  'replayed',
] as const;
/** What somebody did to a webhook. */
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const ACTOR_KINDS = [
  'admin',
  'admin-token',
  'api-token',
  'account',
  'script',
  'settings',
  'system',
] as const;
/**
 * `admin` is a person in the panel, the tokens are Strapi's, `account` is one of the app's own users that some
 * route of the project let in, `script` is code outside of a request, `settings` are the `hooks`, and `system`
 * is the plugin itself.
 */
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who did it. */
export interface Actor {
  readonly kind: ActorKind;
  /** Strapi's id of the person or the token; null where there is neither. */
  readonly id: string | null;
  /** As it was then: people and tokens may be renamed, and removed. */
  readonly name: string | null;
}

export const SETTINGS: Actor = { kind: 'settings', id: null, name: null };
export const SYSTEM: Actor = { kind: 'system', id: null, name: null };

/** One thing that was done; values of fields are never part of it. */
export interface NewAuditEntry {
  readonly webhookId: WebhookId;
  readonly action: AuditAction;
  readonly actor: Actor;
  /** The names of the fields that changed; a header as `headers.X-Shop`. */
  readonly fields?: readonly string[];
  /** What else is worth knowing: ids, numbers, words of ours. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export interface AuditEntry extends Required<NewAuditEntry> {
  readonly id: number;
  readonly atMs: number;
}

type Compared = Webhook & SecretSet;

/**
 * Names the fields that an edit changed. The status is none of them: it has actions of its own.
 *
 * @param before - the webhook before
 * @param after - the webhook after
 */
export const changedFields = (before: Compared, after: Compared): string[] => [
  ...(['name', 'topics', 'contentTypes', 'deliveryUrl'] as const).filter(
    (field) => !same(before[field], after[field]),
  ),
  ...changedHeaders(before.headers, after.headers),
  ...changedOptions(before.options, after.options),
  ...(hasSameSecret(before, after) ? [] : ['secret']),
];

const changedOptions = (before: DeliveryOptions, after: DeliveryOptions): string[] => {
  const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => !same(one.get(name), other.get(name)));
};

const changedHeaders = (
  before: readonly WebhookHeader[],
  after: readonly WebhookHeader[],
): string[] => {
  const names = new Map(
    [...before, ...after].map(({ name }) => [name.toLowerCase(), `headers.${name}`]),
  );
  const find = (headers: readonly WebhookHeader[], lower: string): WebhookHeader | undefined =>
    headers.find(({ name }) => name.toLowerCase() === lower);
  return [...names].flatMap(([lower, field]) =>
    same(find(before, lower), find(after, lower)) ? [] : [field],
  );
};

const hasSameSecret = ({ secrets: [before] }: Compared, { secrets: [after] }: Compared): boolean =>
  before === undefined || after === undefined ? before === after : isSameSecret(before, after);

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
