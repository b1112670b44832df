import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { resolve } from 'node:path';

import { play } from './receiver-answer';
import type { Answer } from './receiver-answer';

export type { Answer } from './receiver-answer';

/** One request, once its body has arrived. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case, as Node merges them. */
  readonly headers: IncomingHttpHeaders;
  /** Names and values as they came over the wire, in order. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** The body parsed, or undefined when it is no JSON. */
  readonly json: unknown;
  /** Wall clock, in milliseconds. */
  readonly receivedAtMs: number;
  /** From 1: which of the receiver's connections it came over. */
  readonly connection: number;
}

/** One answer for all requests, a list whose last one repeats, or a function of the request and its index. */
export type Script =
  | Answer
  | readonly Answer[]
  | ((request: ReceivedRequest, index: number) => Answer | Promise<Answer>);

export type CertificateKind = 'valid' | 'expired' | 'other-name';

export interface ReceiverOptions {
  /** 0, any free port, unless given. */
  readonly port?: number;
  /** Speaks TLS, with this one of the fixtures' certificates. */
  readonly tls?: CertificateKind;
  readonly answer?: Script;
}

export interface Receiver {
  /** `http://127.0.0.1:<port>`, with https for TLS. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  /** How many connections were ever accepted. */
  readonly connectionCount: number;
  readonly openConnectionCount: number;
  /** Replaces the script; its index begins at 0 again. Until then everything gets an empty 200. */
  answer(script: Script): void;
  /**
   * Waits until so many requests have arrived, or until a condition on them holds.
   *
   * @returns the requests so far; rejects after `timeoutMs` (default 5 s) with what had arrived
   */
  waitFor(
    condition: number | ((requests: readonly ReceivedRequest[]) => boolean),
    options?: { readonly timeoutMs?: number },
  ): Promise<readonly ReceivedRequest[]>;
  /** Closes the idle and the busy connections; the receiver goes on listening. */
  dropConnections(): void;
  close(): Promise<void>;
}

const FIXTURES = resolve(__dirname, '..', 'fixtures', 'tls');
const DEFAULT_WAIT_MS = 5000;

const CERTIFICATES: Readonly<Record<CertificateKind, string>> = {
  valid: resolve(FIXTURES, 'localhost.crt'),
  expired: resolve(FIXTURES, 'expired.crt'),
  'other-name': resolve(FIXTURES, 'other-name.crt'),
};

/**
 * One of the fixtures' self-signed certificates, each of which is its own authority: for `localhost` and `127.0.0.1`,
 * or for `receiver.example`.
 *
 * @param kind - which of them
 */
export const receiverCertificate = (kind: CertificateKind): string =>
  readFileSync(CERTIFICATES[kind], 'utf8');

/**
 * Starts a real HTTP receiver on 127.0.0.1 that records what arrives and answers as it is told.
 *
 * @param options - port, TLS and the first script
 * @returns the receiver, listening
 */
export const startReceiver = async (options: ReceiverOptions = {}): Promise<Receiver> => {
  const requests: ReceivedRequest[] = [];
  const connections = new Map<Socket, number>();
  const waiters = new Set<() => void>();
  let connectionCount = 0;
  let script: Script = options.answer ?? {};
  let index = 0;

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await receive(message, connections.get(message.socket) ?? 0);
    requests.push(request);
    for (const check of [...waiters]) check();
    await play(await chooseAnswer(script, request, index++), response);
  };
  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    handle(message, response).catch(() => response.destroy());
  };
  const server = options.tls
    ? createTlsServer(
        {
          cert: receiverCertificate(options.tls),
          key: readFileSync(resolve(FIXTURES, 'localhost.key')),
        },
        listener,
      )
    : createServer(listener);
  // Connections end when the client or the test says so, not by the server's clock.
  server.keepAliveTimeout = 0;
  server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections.set(socket, (connectionCount += 1));
    socket.on('error', () => undefined);
    socket.once('close', () => connections.delete(socket));
  });
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', ready);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    get connectionCount() {
      return connectionCount;
    },
    get openConnectionCount() {
      return connections.size;
    },
    answer(next) {
      script = next;
      index = 0;
    },
    waitFor(condition, { timeoutMs = DEFAULT_WAIT_MS } = {}) {
      const holds =
        typeof condition === 'number'
          ? () => requests.length >= condition
          : () => condition(requests);
      return new Promise((done, fail) => {
        const check = (): void => {
          if (!holds()) return;
          clearTimeout(timer);
          waiters.delete(check);
          done(requests);
        };
        const timer = setTimeout(() => {
          waiters.delete(check);
          fail(new Error(describeWait(condition, timeoutMs, requests)));
        }, timeoutMs);
        waiters.add(check);
        check();
      });
    },
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};

const receive = async (message: IncomingMessage, connection: number): Promise<ReceivedRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const rawHeaders: [string, string][] = [];
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    rawHeaders.push([message.rawHeaders[at] ?? '', message.rawHeaders[at + 1] ?? '']);
  }
  let parsed: { readonly value: unknown } | null = null;
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    rawHeaders,
    body,
    get json(): unknown {
      // Conditions that wait for a request ask for it again and again.
      parsed ??= { value: parse(body) };
      return parsed.value;
    },
    receivedAtMs: Date.now(),
    connection,
  };
};

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

const chooseAnswer = (
  script: Script,
  request: ReceivedRequest,
  index: number,
): Answer | Promise<Answer> => {
  if (typeof script === 'function') return script(request, index);
  return isList(script) ? (script[Math.min(index, script.length - 1)] ?? {}) : script;
};

const isList = (script: Answer | readonly Answer[]): script is readonly Answer[] =>
  Array.isArray(script);

const describeWait = (
  condition: number | ((requests: readonly ReceivedRequest[]) => boolean),
  timeoutMs: number,
  requests: readonly ReceivedRequest[],
): string => {
  const wanted = typeof condition === 'number' ? `${condition} requests` : 'the wanted requests';
  const list = requests.map(
    ({ method, path, headers, body }) =>
      `  ${method} ${path} ${String(headers['x-strapi-event'] ?? '')} (${body.length} bytes)`,
  );
  return [`${wanted} did not arrive within ${timeoutMs} ms; ${requests.length} did:`, ...list].join(
    '\n',
  );
};
