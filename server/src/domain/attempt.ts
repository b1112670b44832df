import type { AttemptTrigger } from './delivery';
import type { DeliveryId } from './ids';

export const ATTEMPT_OUTCOMES = ['success', 'failure', 'interrupted'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** Why a request brought no usable response; each code is explained in the README. */
export const ATTEMPT_ERROR_CODES = [
  'connection_refused',
  'connection_reset',
  'connect_timeout',
  'timeout',
  'dns_failed',
  'tls_failed',
  'address_blocked',
  'invalid_response',
  'secret_unreadable',
  'request_invalid',
  'interrupted',
  'network_error',
] as const;
export type AttemptErrorCode = (typeof ATTEMPT_ERROR_CODES)[number];

export interface AttemptError {
  readonly code: AttemptErrorCode;
  readonly message: string;
}

/** What was sent, as it may be shown: sensitive values are masked already. */
export interface RecordedRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Up to the configured limit. */
  readonly body: string;
  readonly bodyTruncated: boolean;
}

/** One HTTP try of a delivery. Attempts are only ever added. */
export interface Attempt {
  readonly deliveryId: DeliveryId;
  /** From 1; the delivery's claim that made it. */
  readonly number: number;
  readonly trigger: AttemptTrigger;
  readonly outcome: AttemptOutcome;
  /** By the database's clock, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly request: RecordedRequest | null;
  readonly response: RecordedResponse | null;
  readonly error: AttemptError | null;
  /** It was recorded after its lease was lost and changed nothing. */
  readonly late: boolean;
}
