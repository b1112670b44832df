import type { AttemptErrorCode } from '../../domain/attempt';

/**
 * A connection that was given up for a reason of our own: too slow, refused by the proxy, or to an
 * address that a guard forbids. Its message is shown to people as it is.
 */
export class ConnectionFault extends Error {
  readonly code: AttemptErrorCode;

  /**
   * @param code - what the attempt is recorded with
   * @param message - a sentence without secrets
   */
  constructor(code: AttemptErrorCode, message: string) {
    super(message);
    this.name = 'ConnectionFault';
    this.code = code;
  }
}
