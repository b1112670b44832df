/** Headers as a web `Request` has them, or as Node and Express do. */
export type HeadersLike =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export type SignatureFormat = 'standard-webhooks' | 'woocommerce';

export interface VerifyWebhookOptions {
  /**
   * Which signature counts. It is chosen here and never by the request: otherwise whoever recorded a request
   * could take the signature with the time away and send it again.
   *
   * @defaultValue 'standard-webhooks'
   */
  readonly format?: SignatureFormat;
  /**
   * By how many seconds the time of the request may differ from the clock here, in both directions.
   * WooCommerce's format carries no time.
   *
   * @defaultValue 300
   */
  readonly toleranceSeconds?: number;
  /**
   * The time here, in milliseconds since 1970.
   *
   * @defaultValue Date.now()
   */
  readonly nowMs?: number;
}

/** What a signature vouches for; every other header may have been written by anybody. */
export interface VerifiedWebhook {
  readonly format: SignatureFormat;
  /** `webhook-id`, the same on every attempt; null in WooCommerce's format, which does not sign it. */
  readonly eventId: string | null;
  /** When the request was sent; null in WooCommerce's format. */
  readonly sentAt: Date | null;
  /** The body as text. */
  readonly body: string;
}

/** What a receiver may pass: an environment variable that is not set is no secret. */
export type Secrets = string | undefined | readonly (string | undefined)[];
