import { IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';

import axios from 'axios';
import type { AxiosResponse } from 'axios';

import { createAgents } from './agents';
import type { Agents } from './agents';
import type { Admit } from './connector';
import { describeFailure } from './describe-failure';
import { Exchange, interrupted } from './exchange';
import { flattenHeaders } from './flatten-headers';
import { parseProxyUrl } from './proxy';
import { readBody } from './read-body';
import { requestFault } from './request-fault';
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
const STALE_CODES = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** axios without its instance: merging, interceptors and transforms cost a third of a request. */
const httpAdapter = axios.getAdapter('http');

/**
 * Makes the sender of the pipeline: axios's http adapter over our own keep-alive connections.
 *
 * @param options - bounds, times, and the ways out of this machine
 * @returns the sender; `close()` ends what is under way
 */
export const createSender = (options: SenderOptions): Sender => new AxiosSender(options);

class AxiosSender implements Sender {
  private readonly kept: Agents;
  /** For the second try after a stale connection: the others that are kept may be as stale. */
  private readonly fresh: Agents;
  private readonly underWay = new Set<Exchange>();
  private readonly heardSignals = new WeakSet<AbortSignal>();
  private closed = false;

  constructor(private readonly options: SenderOptions) {
    const agentsOptions = {
      connectTimeoutMs: options.connectTimeoutMs,
      lookup: options.lookup ?? null,
      admit: options.admit ?? null,
      proxy: options.proxyUrl ? parseProxyUrl(options.proxyUrl) : null,
      maxSocketsPerHost: options.maxSocketsPerHost ?? MAX_SOCKETS_PER_HOST,
      maxKeptSockets: options.maxKeptSockets ?? MAX_KEPT_SOCKETS,
      certificateAuthorities: options.certificateAuthorities ?? null,
    };
    this.kept = createAgents({
      ...agentsOptions,
      keepAliveMs: options.keepAliveMs ?? KEEP_ALIVE_MS,
    });
    this.fresh = createAgents({ ...agentsOptions, keepAliveMs: 0 });
  }

  async send(request: OutgoingRequest, signal?: AbortSignal): Promise<SendResult> {
    const startedMs = performance.now();
    const fault = this.closed ? interrupted() : requestFault(request);
    if (fault !== null) return failed(fault, startedMs);
    // axios would send a request whose signal was aborted before.
    if (signal?.aborted === true) return failed(interrupted(), startedMs);
    if (signal !== undefined) this.listenTo(signal);
    const exchange = new Exchange(request.timeoutMs, signal);
    this.underWay.add(exchange);
    try {
      const { status, data: message } = await this.begin(request, exchange);
      if (!(message instanceof IncomingMessage)) throw new TypeError('axios gave no stream');
      exchange.status = status;
      const body = await readBody(message, this.options.maxResponseBytes);
      return {
        response: {
          status,
          headers: flattenHeaders(message.headers),
          body: body.text,
          bodyTruncated: body.truncated,
        },
        retryAfter: message.headers['retry-after'] ?? null,
        date: message.headers.date ?? null,
        error: null,
        durationMs: durationSince(startedMs),
      };
    } catch (error) {
      // What the request met says more than what axios or the response made of it.
      const cause = exchange.requestError ?? error;
      return failed(exchange.stopped ?? describeFailure(cause, exchange.status), startedMs);
    } finally {
      exchange.end();
      this.underWay.delete(exchange);
    }
  }

  close(): void {
    this.closed = true;
    for (const exchange of this.underWay) exchange.stop(interrupted());
    this.kept.close();
    this.fresh.close();
  }

  /** Once for each signal: hundreds of requests may share one, and Node warns of eleven listeners. */
  private listenTo(signal: AbortSignal): void {
    if (this.heardSignals.has(signal)) return;
    this.heardSignals.add(signal);
    signal.addEventListener('abort', () => {
      for (const exchange of this.underWay) {
        if (exchange.signal === signal) exchange.stop(interrupted());
      }
    });
  }

  private async begin(
    request: OutgoingRequest,
    exchange: Exchange,
  ): Promise<AxiosResponse<unknown>> {
    try {
      return await this.dispatch(request, exchange, this.kept);
    } catch (error) {
      if (exchange.aborted || !this.wasStale(exchange)) throw error;
      this.options.log.debug('A kept connection was closed by its receiver; trying a new one');
      return this.dispatch(request, exchange, this.fresh);
    }
  }

  private dispatch(
    request: OutgoingRequest,
    exchange: Exchange,
    agents: Agents,
  ): Promise<AxiosResponse<unknown>> {
    return httpAdapter({
      method: 'POST',
      url: request.url,
      // `false` keeps axios from adding its own; what the caller gives wins.
      headers: Object.assign(
        new axios.AxiosHeaders(),
        { 'User-Agent': false, 'Accept-Encoding': 'identity' },
        request.headers,
      ),
      data: request.body,
      signal: exchange,
      transport: {
        request: (target: RequestOptions, onResponse: (message: IncomingMessage) => void) =>
          exchange.watch(
            target.protocol === 'https:'
              ? httpsRequest(target, onResponse)
              : httpRequest(target, onResponse),
          ),
      },
      httpAgent: agents.http,
      httpsAgent: agents.https,
      proxy: false,
      maxRedirects: 0,
      // A small response may unpack to gigabytes; we ask for none that is packed.
      decompress: false,
      responseType: 'stream',
      validateStatus: null,
    });
  }

  /** A receiver may close an idle connection in the moment it is used again; it has seen nothing of the request then. */
  private wasStale({ request, requestError }: Exchange): boolean {
    const code = requestError?.code ?? '';
    return request !== null && STALE_CODES.has(code) && this.kept.metSilenceOnReuse(request);
  }
}

const failed = (error: AttemptError, startedMs: number): SendResult => ({
  response: null,
  error,
  durationMs: durationSince(startedMs),
});

const durationSince = (startedMs: number): number =>
  Math.round((performance.now() - startedMs) * 100) / 100;
