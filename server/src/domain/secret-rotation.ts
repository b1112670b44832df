/** A secret that was replaced and signs beside its successor for a time. */
export interface PreviousSecret {
  readonly secret: string;
  /** By the database's clock, in milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** The secrets of a webhook. */
export interface SecretSet {
  /** The one in force; none when it cannot be read. */
  readonly secrets: readonly string[];
  /** Newest first. */
  readonly previousSecrets: readonly PreviousSecret[];
}

/** Every signature makes each request longer, and receivers compare them one by one. */
export const MAX_PREVIOUS_SECRETS = 4;

/**
 * The secrets that sign a request.
 *
 * @param set - a webhook's secrets
 * @param nowMs - by the database's clock
 * @returns newest first
 */
export const signingSecrets = (set: SecretSet, nowMs: number): string[] => [
  ...set.secrets,
  ...stillSigning(set, nowMs).map(({ secret }) => secret),
];

/**
 * The replaced secrets whose time is not over.
 *
 * @param set - a webhook's secrets
 * @param nowMs - by the database's clock
 * @returns newest first
 */
export const stillSigning = (
  { previousSecrets }: Pick<SecretSet, 'previousSecrets'>,
  nowMs: number,
): PreviousSecret[] => previousSecrets.filter(({ expiresAtMs }) => expiresAtMs > nowMs);

/**
 * What becomes of the secrets in force when a new one replaces them. Those that were replaced before keep
 * their own time; without an overlap all end at once.
 *
 * @param set - the secrets before
 * @param overlapMs - for how long the replaced one signs too
 * @param nowMs - by the database's clock
 * @returns the previous secrets after, newest first
 */
export const previousAfterRotation = (
  set: SecretSet,
  overlapMs: number,
  nowMs: number,
): PreviousSecret[] =>
  overlapMs <= 0
    ? []
    : [
        ...set.secrets.map((secret) => ({ secret, expiresAtMs: nowMs + Math.round(overlapMs) })),
        ...stillSigning(set, nowMs),
      ].slice(0, MAX_PREVIOUS_SECRETS);
