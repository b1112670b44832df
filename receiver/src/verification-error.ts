/** Why a request was not accepted. A code never changes its meaning. */
export const VERIFICATION_ERROR_CODES = [
  /** No secret was given, or one that cannot be a key. */
  'secret_invalid',
  /** `toleranceSeconds` is no number of seconds. */
  'tolerance_invalid',
  /** The body is not what came over the wire: a parsed one cannot be verified. */
  'body_not_raw',
  /** A header that the format needs is not there. */
  'header_missing',
  'timestamp_invalid',
  'timestamp_too_old',
  'timestamp_too_new',
  /** No secret made any of the signatures over these bytes. */
  'signature_invalid',
] as const;
/** One of them. */
export type VerificationErrorCode = (typeof VERIFICATION_ERROR_CODES)[number];

/** The one error of `verifyWebhook`. Its message never holds a secret, nor a signature that would be right. */
export class WebhookVerificationError extends Error {
  readonly code: VerificationErrorCode;

  /**
   * @param code - stable, for programs
   * @param message - for people
   */
  constructor(code: VerificationErrorCode, message: string) {
    super(message);
    this.name = 'WebhookVerificationError';
    this.code = code;
  }
}
