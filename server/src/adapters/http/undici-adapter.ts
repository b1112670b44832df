import axios from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';

import { AnswerBody } from './answer';
import type { KeptBody } from './answer';
import type { Connection, Connections } from './connections';
import { flattenHeaders } from './flatten-headers';

export interface UndiciAdapterOptions {
  readonly connections: Connections;
  /** How much of a response's body is kept. */
  readonly maxResponseBytes: number;
  /** Called when a kept connection turned out to be closed and a new one is tried. */
  readonly onStale: () => void;
}

/** What was received, in the place of a parsed body. */
export interface Answer extends KeptBody {
  /** Names in lower case. */
  readonly headers: Record<string, string>;
}

/**
 * axios's `AxiosAdapter`, with its answer said more exactly. `beforeSending` is called when the first byte would go out,
 * and the request is not sent when it aborts the config's signal.
 */
export type UndiciAdapter = (
  config: InternalAxiosRequestConfig,
  beforeSending: () => void,
) => Promise<AxiosResponse<Answer>>;

/**
 * An axios adapter over undici's dispatcher, which costs a quarter of Node's own http client.
 *
 * It sends `data`, which must be a Buffer, exactly as it is, and the headers as they are named. It follows no
 * redirect, unpacks nothing, knows no proxy but that of the connections, and has no timeout but `signal`.
 * A kept connection that its receiver closed in the moment of use is tried once more, on a new one.
 *
 * @param options - connections, and how much of an answer is kept
 * @returns the adapter; its `data` is an `Answer`. It rejects with an `AxiosError` whose `cause` says what
 *   happened, and whose `response` has the status where that had arrived
 */
export const createUndiciAdapter =
  (options: UndiciAdapterOptions): UndiciAdapter =>
  (config, beforeSending) =>
    new Promise((resolve, reject) => {
      new Sending(config, options, beforeSending, resolve, reject).start();
    });

/** A receiver may close an idle connection in the moment it is used again; it has seen nothing of the request then. */
const STALE_CODES = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET']);

interface Target {
  readonly origin: string;
  readonly path: string;
  readonly body: Buffer;
  readonly headers: string[];
}

/** One request from the wait for a connection to its last byte. */
class Sending implements Dispatcher.DispatchHandlers {
  private connection: Connection | null = null;
  private stopWaiting: () => void = () => undefined;
  private abort: ((error?: Error) => void) | null = null;
  private done = false;
  private isSecondTry = false;
  /** Of the socket, when the request was written; null before that. */
  private bytesReadBefore: number | null = null;
  private status: number | null = null;
  private headers: Record<string, string> = {};
  private body: AnswerBody | null = null;
  private target: Target | null = null;

  constructor(
    private readonly config: InternalAxiosRequestConfig,
    private readonly options: UndiciAdapterOptions,
    private readonly beforeSending: () => void,
    private readonly resolve: (response: AxiosResponse<Answer>) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  start(): void {
    try {
      this.target = targetOf(this.config);
    } catch (error) {
      this.fail(errorOf(error));
      return;
    }
    const { signal } = this.config;
    if (signal?.aborted === true) {
      this.onAborted();
      return;
    }
    signal?.addEventListener?.('abort', this.onAborted);
    this.stopWaiting = this.options.connections.acquire(this.target.origin, (connection) =>
      this.dispatch(connection),
    );
  }

  onConnect(abort: (error?: Error) => void): void {
    this.abort = abort;
    if (!this.done) this.beforeSending();
    if (this.done) abort();
    else this.bytesReadBefore = this.connection?.socket?.bytesRead ?? null;
  }

  onHeaders(status: number, rawHeaders: Buffer[]): boolean {
    if (status < 200) return true;
    this.status = status;
    this.headers = flattenHeaders(rawHeaders);
    const announced = Number(this.headers['content-length'] ?? 0);
    this.body = new AnswerBody(this.options.maxResponseBytes, announced, () => {
      this.succeed(false);
      this.abort?.();
    });
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (!this.done) this.body?.add(chunk);
    return true;
  }

  onComplete(): void {
    this.succeed(true);
  }

  onError(error: Error): void {
    if (this.done) return;
    if (this.body?.isKept === true) this.succeed(false);
    else if (this.wasStale(error)) this.tryAgain();
    else this.fail(error);
  }

  private dispatch(connection: Connection): void {
    const { target } = this;
    if (target === null) return;
    this.connection = connection;
    this.bytesReadBefore = null;
    try {
      connection.client.dispatch(
        { method: 'POST', path: target.path, headers: target.headers, body: target.body },
        this,
      );
    } catch (error) {
      this.fail(errorOf(error));
    }
  }

  private wasStale(error: Error): boolean {
    const socket = this.connection?.socket ?? null;
    if (this.isSecondTry || this.status !== null || this.bytesReadBefore === null) return false;
    if (this.connection?.wasUsed !== true || socket === null) return false;
    if (!STALE_CODES.has(codeOf(error))) return false;
    // TLS counts its own goodbye as bytes; that no response began is all that can be known.
    return 'encrypted' in socket || socket.bytesRead === this.bytesReadBefore;
  }

  private tryAgain(): void {
    const { target } = this;
    if (target === null) return;
    this.isSecondTry = true;
    this.connection?.discard();
    this.options.onStale();
    this.dispatch(this.options.connections.open(target.origin));
  }

  private succeed(isComplete: boolean): void {
    const { status, body } = this;
    if (this.done || status === null || body === null) return;
    this.finish(isComplete);
    this.resolve(this.responseWith(status, body.end(isComplete)));
  }

  private fail(error: Error): void {
    if (this.done) return;
    this.finish(false);
    const { config, status } = this;
    const response =
      status === null ? undefined : this.responseWith(status, { text: '', truncated: true });
    const failure = new axios.AxiosError(error.message, codeOf(error), config, undefined, response);
    failure.cause = error;
    this.reject(failure);
  }

  private readonly onAborted = (): void => {
    const { abort } = this;
    this.fail(new axios.CanceledError());
    abort?.();
  };

  /** Lets go of everything, so that nothing that comes later is taken for this request's. */
  private finish(isReusable: boolean): void {
    this.done = true;
    this.body?.stop();
    this.config.signal?.removeEventListener?.('abort', this.onAborted);
    this.stopWaiting();
    const { connection } = this;
    if (connection === null) return;
    // undici looks at the connection once more after it told us: in the next turn it knows whether it can be kept.
    if (isReusable) queueMicrotask(() => connection.release());
    else connection.discard();
  }

  private responseWith(status: number, data: KeptBody): AxiosResponse<Answer> {
    const { config, headers } = this;
    const { text, truncated } = data;
    return { status, statusText: '', headers, config, data: { headers, text, truncated } };
  }
}

const ENCODING = 'accept-encoding';

const targetOf = ({ url = '', headers, data }: InternalAxiosRequestConfig): Target => {
  const { origin, pathname, search } = new URL(url);
  if (!Buffer.isBuffer(data)) throw new TypeError('the body must be a Buffer');
  const list: string[] = [];
  let asksForEncoding = false;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    list.push(name, value);
    asksForEncoding ||= name.length === ENCODING.length && name.toLowerCase() === ENCODING;
  }
  // A small answer may unpack to gigabytes: none that is packed is asked for.
  if (!asksForEncoding) list.push('Accept-Encoding', 'identity');
  return { origin, path: pathname + search, body: data, headers: list };
};

const errorOf = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';
