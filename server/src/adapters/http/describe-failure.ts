import axios from 'axios';

import { ConnectionFault } from './connection-fault';
import type { AttemptError, AttemptErrorCode } from '../../domain/attempt';

type Sentence = readonly [code: AttemptErrorCode, sentence: string];

const BY_SYSTEM_CODE: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: ['connection_refused', 'The receiver refused the connection'],
  ECONNRESET: ['connection_reset', 'The receiver closed the connection before it answered'],
  ECONNABORTED: ['connection_reset', 'The receiver closed the connection before it answered'],
  EPIPE: ['connection_reset', 'The receiver closed the connection before it answered'],
  EHOSTUNREACH: ['network_error', 'There is no route to the receiver'],
  ENETUNREACH: ['network_error', 'There is no route to the receiver'],
  EADDRNOTAVAIL: ['network_error', 'No local address could be used for the connection'],
  EMFILE: ['network_error', 'This process has too many files and connections open'],
  ENFILE: ['network_error', 'This machine has too many files and connections open'],
  HPE_HEADER_OVERFLOW: ['invalid_response', "The response's headers are too large"],
  ENOTFOUND: ['dns_failed', "The receiver's host name does not exist"],
};

/** What undici calls what Node has names for. */
const NODE_CODES: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'HPE_INVALID_CONTENT_LENGTH',
  UND_ERR_HEADERS_OVERFLOW: 'HPE_HEADER_OVERFLOW',
  UND_ERR_INVALID_ARG: 'ERR_INVALID_ARG_VALUE',
  UND_ERR_NOT_SUPPORTED: 'ERR_NOT_SUPPORTED',
};

/** By what undici says of an answer that HTTP does not allow. */
const PROTOCOL_FAULTS: Readonly<Record<string, string>> = {
  'bad upgrade': 'The receiver answered with a change of protocol',
  'bad response': 'The receiver answered with something that is not a response to the request',
};

const TLS_CODE =
  /^(?:EPROTO$|ERR_SSL_|ERR_TLS_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_C|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_|HOSTNAME_MISMATCH)/;
const REQUEST_CODE =
  /^ERR_(?:INVALID_|UNESCAPED_|HTTP_INVALID_|BAD_REQUEST|BAD_OPTION|NOT_SUPPORT)/;
const MAX_REASON_LENGTH = 200;

/**
 * Puts what went wrong into a stable code and a sentence. Only messages that cannot hold a header's
 * value, a body or a query string are passed on; of everything else just the system's code.
 *
 * @param error - whatever was thrown while connecting, sending or reading
 * @param status - the status that had arrived already, or null
 * @returns what the attempt is recorded with
 */
export const describeFailure = (error: unknown, status: number | null): AttemptError => {
  const root = rootOf(error);
  if (root instanceof ConnectionFault) return { code: root.code, message: root.message };
  const ownCode = textOf(root, 'code') ?? 'unknown';
  const protocolFault = ownCode === 'UND_ERR_SOCKET' ? PROTOCOL_FAULTS[messageOf(root)] : undefined;
  if (protocolFault !== undefined) return { code: 'invalid_response', message: protocolFault };
  const systemCode = systemCodeOf(ownCode, status);
  const [code, sentence] = sentenceFor(root, systemCode, status);
  return { code, message: `${sentence} (${systemCode})` };
};

/** What the parser says of a body that ends before it should. */
const EARLY_END = new Set(['HPE_INVALID_EOF_STATE', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

const systemCodeOf = (code: string, status: number | null): string =>
  EARLY_END.has(code) && status !== null ? 'ECONNRESET' : (NODE_CODES[code] ?? code);

const messageOf = (error: unknown): string => textOf(error, 'message') ?? '';

const sentenceFor = (root: unknown, systemCode: string, status: number | null): Sentence => {
  if (TLS_CODE.test(systemCode)) {
    return ['tls_failed', `The TLS connection failed: ${tlsReason(root, systemCode)}`];
  }
  if (/secure TLS connection/.test(messageOf(root))) {
    return ['tls_failed', 'The receiver closed the connection during the TLS handshake'];
  }
  if (systemCode === 'ETIMEDOUT') {
    return textOf(root, 'syscall') === 'read'
      ? ['connection_reset', 'The receiver stopped responding']
      : ['connect_timeout', 'The receiver did not accept the connection in time'];
  }
  const known = BY_SYSTEM_CODE[systemCode];
  if (known?.[0] === 'connection_reset' && status !== null) {
    return [
      'connection_reset',
      `The receiver answered ${status}, but the connection broke before the body ended`,
    ];
  }
  if (known) return known;
  if (systemCode.startsWith('HPE_')) {
    return ['invalid_response', 'The receiver answered with something that is not HTTP'];
  }
  if (/^(?:getaddrinfo$|query)/.test(textOf(root, 'syscall') ?? '')) {
    return ['dns_failed', "The receiver's host name could not be resolved"];
  }
  if (REQUEST_CODE.test(systemCode)) {
    return ['request_invalid', 'The request could not be built'];
  }
  return ['network_error', 'The request failed'];
};

/** OpenSSL's own messages are long and name its source files; `reason` is the readable part. */
const tlsReason = (root: unknown, systemCode: string): string => {
  const isOpenSsl = systemCode === 'EPROTO' || systemCode.startsWith('ERR_SSL_');
  const reason =
    textOf(root, 'reason') ?? (isOpenSsl ? null : textOf(root, 'message')) ?? 'no reason given';
  // A certificate's names are the receiver's to choose.
  return reason.slice(0, MAX_REASON_LENGTH).replace(/[^ -~]/g, '?');
};

/** What an axios error is about, and of several tried addresses the last one's error. Node's errors need not be instances of our `Error`. */
const rootOf = (error: unknown): unknown => {
  if (axios.isAxiosError(error) && error.cause !== undefined) return rootOf(error.cause);
  if (isObject(error) && 'errors' in error && Array.isArray(error.errors)) {
    const last: unknown = error.errors.at(-1);
    if (last !== undefined) return rootOf(last);
  }
  return error;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const textOf = (error: unknown, key: 'code' | 'message' | 'reason' | 'syscall'): string | null => {
  if (!isObject(error)) return null;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && value !== '' ? value : null;
};
