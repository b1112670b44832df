import { z } from 'zod';
import {
  ATTEMPT_ERROR_CODES,
  ATTEMPT_OUTCOMES,
  type Attempt,
  type RecordedRequest,
  type RecordedResponse,
} from '../../domain/attempt';
import { ATTEMPT_TRIGGERS } from '../../domain/delivery';
import { isDeliveryId } from '../../domain/ids';
import {
  readChecked,
  readFlag,
  readInteger,
  readOneOf,
  readText,
  storable,
  wholeMs,
  type NewRow,
  type Row,
} from './rows';

const headersSchema = z.record(z.string(), z.string());

const readHeaders = (row: Row, column: string): Record<string, string> =>
  headersSchema.parse(JSON.parse(readText(row, column)));

const readRequest = (row: Row): RecordedRequest | null =>
  row['request_url'] === null
    ? null
    : {
        method: readOneOf(row, 'request_method', ['POST']),
        url: readText(row, 'request_url'),
        headers: readHeaders(row, 'request_headers'),
      };

const readResponse = (row: Row): RecordedResponse | null =>
  row['response_status'] === null
    ? null
    : {
        status: readInteger(row, 'response_status'),
        headers: readHeaders(row, 'response_headers'),
        body: readText(row, 'response_body'),
        bodyTruncated: readFlag(row, 'response_truncated'),
      };

export const readAttempt = (row: Row): Attempt => ({
  deliveryId: readChecked(row, 'delivery_id', isDeliveryId),
  number: readInteger(row, 'number'),
  trigger: readOneOf(row, 'attempt_trigger', ATTEMPT_TRIGGERS),
  outcome: readOneOf(row, 'outcome', ATTEMPT_OUTCOMES),
  startedAtMs: readInteger(row, 'started_at'),
  durationMs: readInteger(row, 'duration_ms'),
  request: readRequest(row),
  response: readResponse(row),
  error:
    row['error_code'] === null
      ? null
      : {
          code: readOneOf(row, 'error_code', ATTEMPT_ERROR_CODES),
          message: readText(row, 'error_message'),
        },
  late: readFlag(row, 'late'),
});

export const attemptRow = (attempt: Attempt): NewRow => {
  const { request, response, error } = attempt;
  return {
    delivery_id: attempt.deliveryId,
    number: attempt.number,
    attempt_trigger: attempt.trigger,
    outcome: attempt.outcome,
    started_at: wholeMs(attempt.startedAtMs),
    duration_ms: wholeMs(attempt.durationMs),
    request_method: request?.method ?? null,
    request_url: request?.url ?? null,
    request_headers: request === null ? null : JSON.stringify(request.headers),
    response_status: response?.status ?? null,
    response_headers: response === null ? null : JSON.stringify(response.headers),
    response_body: response === null ? null : storable(response.body),
    response_truncated: response?.bodyTruncated === true ? 1 : 0,
    error_code: error?.code ?? null,
    error_message: error === null ? null : storable(error.message),
    late: attempt.late ? 1 : 0,
  };
};
