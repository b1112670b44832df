import type { LookupFunction } from 'node:net';

import axios from 'axios';

import { createConnections } from './connections';
import type { Connections } from './connections';
import { Connector } from './connector';
import type { Admit } from './connector';
import { describeFailure } from './describe-failure';
import { Exchange, interrupted, timedOut } from './exchange';
import { parseProxyUrl } from './proxy';
import { requestFault } from './request-fault';
import { createUndiciAdapter } from './undici-adapter';
import type { UndiciAdapter } from './undici-adapter';
import type { AttemptError } from '../../domain/attempt';
import type { Log, OutgoingRequest, Sender, SendResult } from '../../pipeline/ports';

export interface SenderOptions {
  /** For lookup, TCP, proxy and TLS together. */
  readonly connectTimeoutMs: number;
  /** How much of a response's body is kept. */
  readonly maxResponseBytes: number;
  /** At least as many as requests may be under way at once: a request that waits for a connection spends its time. */
  readonly maxSocketsPerHost?: number;
  /** With more connections open than this, none is kept for later. */
  readonly maxKeptSockets?: number;
  /** How long an idle connection is kept; below the five seconds after which many servers close theirs. */
  readonly keepAliveMs?: number;
  /** Strapi's `server.proxy`; the environment's proxies are never used. */
  readonly proxyUrl?: string | null;
  /**
   * Resolves host names in the place of Node's `dns.lookup`, for every new connection without a proxy.
   * Its error refuses the connection; a `ConnectionFault` says why.
   */
  readonly lookup?: LookupFunction | null;
  /** Refuses new connections by their host and port, before any look-up. */
  readonly admit?: Admit | null;
  /** Trusted certificate authorities in PEM form, in the place of Node's own. */
  readonly certificateAuthorities?: string | null;
  readonly log: Pick<Log, 'debug'>;
}

const MAX_SOCKETS_PER_HOST = 256;
const MAX_KEPT_SOCKETS = 512;
const KEEP_ALIVE_MS = 4000;
/**
 * Makes the sender of the pipeline: axios's shapes, without its instance, over our own kept connections.
 * Merging, interceptors and transforms would cost more than the request.
 *
 * @param options - bounds, times, and the ways out of this machine
 * @returns the sender; `close()` ends what is under way
 */
export const createSender = (options: SenderOptions): Sender => new AxiosSender(options);

class AxiosSender implements Sender {
  private readonly connector: Connector;
  private readonly connections: Connections;
  private readonly adapter: UndiciAdapter;
  private readonly underWay = new Set<Exchange>();
  private readonly heardSignals = new WeakSet<AbortSignal>();
  private closed = false;

  constructor(options: SenderOptions) {
    this.connector = new Connector({
      connectTimeoutMs: options.connectTimeoutMs,
      lookup: options.lookup ?? null,
      admit: options.admit ?? null,
      proxy: options.proxyUrl ? parseProxyUrl(options.proxyUrl) : null,
      certificateAuthorities: options.certificateAuthorities ?? null,
    });
    this.connections = createConnections({
      connector: this.connector,
      maxPerOrigin: options.maxSocketsPerHost ?? MAX_SOCKETS_PER_HOST,
      maxKept: options.maxKeptSockets ?? MAX_KEPT_SOCKETS,
      keepAliveMs: options.keepAliveMs ?? KEEP_ALIVE_MS,
    });
    this.adapter = createUndiciAdapter({
      connections: this.connections,
      maxResponseBytes: options.maxResponseBytes,
      onStale: () => {
        options.log.debug('A kept connection was closed by its receiver; trying a new one');
      },
    });
  }

  async send(
    request: OutgoingRequest,
    signal?: AbortSignal,
    maySend: () => boolean = always,
  ): Promise<SendResult> {
    const startedMs = performance.now();
    const fault = this.closed ? interrupted() : requestFault(request);
    if (fault !== null) return failed(fault, startedMs);
    if (signal?.aborted === true) return failed(interrupted(), startedMs);
    if (signal !== undefined) this.listenTo(signal);
    const exchange = new Exchange(request.timeoutMs, signal);
    this.underWay.add(exchange);
    try {
      const { status, data } = await this.adapter(
        {
          method: 'POST',
          url: request.url,
          headers: Object.assign(new axios.AxiosHeaders(), request.headers),
          data: request.body,
          signal: exchange,
        },
        () => {
          if (!maySend()) exchange.stop('interrupted');
        },
      );
      const { headers, text, truncated } = data;
      return {
        response: { status, headers, body: text, bodyTruncated: truncated },
        retryAfter: headers['retry-after'] ?? null,
        date: headers['date'] ?? null,
        error: null,
        durationMs: durationSince(startedMs),
      };
    } catch (error) {
      const status = axios.isAxiosError(error) ? (error.response?.status ?? null) : null;
      const stop = stopFault(exchange, status);
      return failed(stop ?? describeFailure(error, status), startedMs);
    } finally {
      exchange.end();
      this.underWay.delete(exchange);
    }
  }

  close(): void {
    this.closed = true;
    for (const exchange of this.underWay) exchange.stop('interrupted');
    this.connections.close();
    this.connector.close();
  }

  /** Once for each signal: hundreds of requests may share one, and Node warns of eleven listeners. */
  private listenTo(signal: AbortSignal): void {
    if (this.heardSignals.has(signal)) return;
    this.heardSignals.add(signal);
    signal.addEventListener('abort', () => {
      for (const exchange of this.underWay) {
        if (exchange.signal === signal) exchange.stop('interrupted');
      }
    });
  }
}

const always = (): boolean => true;

const stopFault = (
  { stopped, timeoutMs }: Exchange,
  status: number | null,
): AttemptError | null => {
  if (stopped === null) return null;
  return stopped === 'timeout' ? timedOut(timeoutMs, status) : interrupted();
};

const failed = (error: AttemptError, startedMs: number): SendResult => ({
  response: null,
  error,
  durationMs: durationSince(startedMs),
});

const durationSince = (startedMs: number): number =>
  Math.round((performance.now() - startedMs) * 100) / 100;
