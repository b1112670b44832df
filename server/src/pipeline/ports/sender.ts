import type { AttemptError, RecordedResponse } from '../../domain/attempt';

/** One request, ready to be sent as it is. */
export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** For the whole attempt, from the first lookup to the last byte read. */
  readonly timeoutMs: number;
}

/** What came of a request: a response, or the reason why there is none. A failed request is data, not an exception. */
export type SendResult =
  | {
      readonly response: RecordedResponse;
      readonly retryAfter: string | null;
      readonly date: string | null;
      readonly error: null;
      readonly durationMs: number;
    }
  | { readonly response: null; readonly error: AttemptError; readonly durationMs: number };

export interface Sender {
  /**
   * Sends one request; never rejects.
   *
   * @param signal - aborting it ends the request with the error code `interrupted`
   * @param maySend - asked when there is a connection and the first byte would go out, each time when a
   *   connection that had gone stale is replaced; false ends the request unsent, as `interrupted`
   */
  send(
    request: OutgoingRequest,
    signal?: AbortSignal,
    maySend?: () => boolean,
  ): Promise<SendResult>;
  /** Closes every connection; requests under way end as `interrupted`. */
  close(): void;
}
