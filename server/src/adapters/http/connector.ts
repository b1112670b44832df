import { connect as connectTcp, isIP } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';

import { ConnectionFault } from './connection-fault';
import { openTunnel } from './proxy';
import type { Proxy } from './proxy';

export interface ConnectorOptions {
  /** For lookup, TCP, proxy and TLS together. */
  readonly connectTimeoutMs: number;
  readonly lookup: LookupFunction | null;
  readonly admit: Admit | null;
  readonly proxy: Proxy | null;
  /** Trusted authorities in PEM form, in the place of Node's own; null leaves those. */
  readonly certificateAuthorities: string | null;
}

/**
 * Is asked before every new connection, before any look-up, also about literal addresses, which Node
 * looks up nowhere, and about what a proxy will look up. A fault refuses the connection.
 */
export type Admit = (host: string, port: number) => ConnectionFault | null;

/** Where a connection leads: a name or an address without brackets. */
export interface Destination {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
}

export type OnConnection = (...result: [error: Error, socket: null] | [null, Socket]) => void;

/** A receiver that stops to exist without a word is noticed after this long. */
const PROBE_MS = 60_000;
/** Of so many origins a TLS session is kept, with which the next handshake is shorter. */
const MAX_SESSIONS = 100;

/** Opens connections: each within its time, past the guard and through the proxy. */
export class Connector {
  private openCount = 0;
  private readonly underWay = new Set<AbortController>();
  private readonly sessions = new Map<string, Buffer>();

  constructor(private readonly options: ConnectorOptions) {}

  /** How many connections are open or being opened. */
  get connectionCount(): number {
    return this.openCount + this.underWay.size;
  }

  /**
   * Opens a connection.
   *
   * @param destination - where to
   * @param callback - gets the connection when it can be written to, or the reason why there is none
   * @returns gives up, with this reason, a connection that is still being opened
   */
  connect(destination: Destination, callback: OnConnection): (reason: Error) => void {
    const { admit, proxy, connectTimeoutMs } = this.options;
    const refusal = admit?.(destination.host, destination.port) ?? null;
    if (refusal !== null) {
      callback(refusal, null);
      return () => undefined;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(this.tooSlow()), connectTimeoutMs);
    this.underWay.add(controller);
    const settle: OnConnection = (...result) => {
      if (!this.underWay.delete(controller)) return;
      clearTimeout(timer);
      const [, socket] = result;
      if (socket !== null) this.count(socket);
      callback(...result);
    };
    // What is written to a connection that is open already, in this turn or the next, goes out first.
    const tunnel =
      proxy === null ? nextTurn(null) : openTunnel(proxy, destination, controller.signal);
    tunnel
      .then((open) => this.dial(destination, open, controller.signal, settle))
      // `dial` throws when Node refuses the settings of TLS.
      .catch((error: Error) => settle(error, null));
    return (reason) => controller.abort(reason);
  }

  /** Gives up connections that are still being opened. */
  close(): void {
    const reason = new ConnectionFault('interrupted', 'The connection was given up');
    for (const controller of this.underWay) controller.abort(reason);
  }

  private dial(
    destination: Destination,
    tunnel: Socket | null,
    signal: AbortSignal,
    settle: OnConnection,
  ): void {
    const socket = this.begin(destination, tunnel, signal);
    const isReady = tunnel !== null && !destination.secure;
    const giveUp = (): void => {
      const reason: unknown = signal.reason;
      socket.destroy(reason instanceof Error ? reason : undefined);
    };
    const finish: OnConnection = (...result) => {
      signal.removeEventListener('abort', giveUp);
      settle(...result);
    };
    // For as long as it lives: an error that nobody hears ends the process.
    socket.on('error', (error: Error) => finish(error, null));
    socket.once('close', () => finish(cutOff(), null));
    if (isReady) {
      finish(null, socket);
      return;
    }
    signal.addEventListener('abort', giveUp);
    socket.once(destination.secure ? 'secureConnect' : 'connect', () => finish(null, socket));
  }

  private begin(destination: Destination, tunnel: Socket | null, signal: AbortSignal): Socket {
    try {
      signal.throwIfAborted();
      return tamed(this.open(destination, tunnel));
    } catch (error) {
      tunnel?.destroy();
      throw error;
    }
  }

  private open({ secure, host, port }: Destination, tunnel: Socket | null): Socket {
    const { lookup, certificateAuthorities: ca } = this.options;
    const looking = lookup === null ? {} : { lookup };
    if (!secure) return tunnel ?? connectTcp({ host, port, ...looking });
    const origin = `${host}:${port}`;
    const session = this.sessions.get(origin);
    const socket = connectTls({
      host,
      port,
      servername: isIP(host) === 0 ? host : '',
      ...looking,
      ...(tunnel === null ? {} : { socket: tunnel }),
      ...(ca === null ? {} : { ca }),
      ...(session === undefined ? {} : { session }),
    });
    this.keepSession(origin, socket);
    return socket;
  }

  private keepSession(origin: string, socket: TLSSocket): void {
    socket.on('session', (session) => {
      this.sessions.delete(origin);
      this.sessions.set(origin, session);
      const [oldest] = this.sessions.keys();
      if (this.sessions.size > MAX_SESSIONS && oldest !== undefined) this.sessions.delete(oldest);
    });
    // A session that led to a failed handshake would lead there again.
    socket.once('error', () => this.sessions.delete(origin));
  }

  private count(socket: Socket): void {
    this.openCount += 1;
    socket.once('close', () => {
      this.openCount -= 1;
    });
  }

  private tooSlow(): ConnectionFault {
    return new ConnectionFault(
      'connect_timeout',
      `The receiver did not accept the connection within ${this.options.connectTimeoutMs} ms`,
    );
  }
}

const tamed = <S extends Socket>(socket: S): S => {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, PROBE_MS);
  return socket;
};

const cutOff = (): ConnectionFault =>
  new ConnectionFault('connection_reset', 'The receiver closed the connection before it answered');
