import type { ClientRequestArgs } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { ConnectionFault } from './connection-fault';
import { openTunnel } from './proxy';
import type { Proxy } from './proxy';

export interface ConnectorOptions {
  /** For lookup, TCP, proxy and TLS together. */
  readonly connectTimeoutMs: number;
  readonly admit: Admit | null;
  readonly proxy: Proxy | null;
}

/**
 * Is asked before every new connection, before any look-up, also about literal addresses, which Node
 * looks up nowhere, and about what a proxy will look up. A fault refuses the connection.
 */
export type Admit = (host: string, port: number) => ConnectionFault | null;

/** Where a connection is going, as an agent says it. */
export type Target = ClientRequestArgs & { readonly socket?: Duplex };
export type OnConnection = (error: Error | null, socket: Duplex) => void;

/** How one protocol connects, and the event that says that it is done. */
export interface Dialer {
  readonly dial: (target: Target) => Duplex | null | undefined;
  readonly readyEvent: 'connect' | 'secureConnect';
}

/** Opens the agents' connections: each within its time, past the guard and through the proxy. */
export class Connector {
  private openCount = 0;
  private readonly approaching = new Set<AbortController>();

  constructor(private readonly options: ConnectorOptions) {}

  /** How many connections are open or being opened. */
  get connectionCount(): number {
    return this.openCount;
  }

  /**
   * The work of an agent's `createConnection`.
   *
   * @param target - the agent's options
   * @param dialer - the agent's own way to connect
   * @param callback - gets the connection where it cannot be returned at once
   * @returns the connection, still opening, or undefined when the callback gets it
   */
  connect(target: Target, dialer: Dialer, callback: OnConnection): Duplex | undefined {
    const { connectTimeoutMs, admit, proxy } = this.options;
    const refusal = admit?.(hostOf(target), portOf(target)) ?? null;
    // An agent looks at the error alone; the type asks for a socket as well.
    const fail = (error: Error): void => callback(error, new Socket());
    if (refusal !== null) {
      fail(refusal);
      return undefined;
    }
    if (proxy === null) return this.dial(target, dialer, connectTimeoutMs);
    this.approach(proxy, target, dialer).then((socket) => callback(null, socket), fail);
    return undefined;
  }

  /** Gives up connections that no agent knows of yet. */
  close(): void {
    const reason = new ConnectionFault('interrupted', 'The connection was given up');
    for (const controller of this.approaching) controller.abort(reason);
  }

  private async approach(proxy: Proxy, target: Target, dialer: Dialer): Promise<Duplex> {
    const { connectTimeoutMs } = this.options;
    const untilMs = performance.now() + connectTimeoutMs;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(this.tooSlow()), connectTimeoutMs);
    this.approaching.add(controller);
    try {
      const receiver = { host: hostOf(target), port: portOf(target) };
      const tunnel = await openTunnel(proxy, receiver, controller.signal);
      if (dialer.readyEvent === 'connect') return this.count(tunnel);
      return this.dial({ ...target, socket: tunnel }, dialer, untilMs - performance.now());
    } finally {
      clearTimeout(timer);
      this.approaching.delete(controller);
    }
  }

  private dial(target: Target, { dial, readyEvent }: Dialer, timeoutMs: number): Duplex {
    const socket = dial(target);
    if (!socket) throw new ConnectionFault('network_error', 'No connection could be opened');
    const timer = setTimeout(() => socket.destroy(this.tooSlow()), Math.max(timeoutMs, 1));
    socket.once(readyEvent, () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
    return this.count(socket);
  }

  private count(socket: Duplex): Duplex {
    this.openCount += 1;
    socket.once('close', () => {
      this.openCount -= 1;
    });
    return socket;
  }

  private tooSlow(): ConnectionFault {
    return new ConnectionFault(
      'connect_timeout',
      `The receiver did not accept the connection within ${this.options.connectTimeoutMs} ms`,
    );
  }
}

const hostOf = (target: Target): string => target.host ?? target.hostname ?? 'localhost';

const portOf = (target: Target): number => Number(target.port ?? target.defaultPort ?? 80);
