import type { Socket } from 'node:net';

import { Client } from 'undici';

import type { Connector } from './connector';

export interface ConnectionsOptions {
  readonly connector: Connector;
  readonly maxPerOrigin: number;
  /** With more connections open than this, none is kept for later. */
  readonly maxKept: number;
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number;
}

/** A connection that one request has to itself. */
export interface Connection {
  /** undici's client of this one connection; it opens it for the first request. */
  readonly client: Client;
  /** The socket, once it is open; another one when the receiver closed it before anything was written. */
  readonly socket: Socket | null;
  /** Whether a request was answered on this socket before. */
  readonly wasUsed: boolean;
  /** Gives it back, to be used again where it can be. */
  release(): void;
  /** Closes it. */
  discard(): void;
}

/** Connections that are kept, and lent to one request at a time. */
export interface Connections {
  /**
   * Lends a connection, as soon as there may be one.
   *
   * @param origin - scheme, host and port
   * @param callback - gets the connection, in this turn where one is free
   * @returns stops waiting
   */
  acquire(origin: string, callback: (connection: Connection) => void): () => void;
  /** Opens a connection that is not kept: what is kept may be as stale as the one that failed. */
  open(origin: string): Connection;
  /** Closes every connection, also those in use. */
  close(): void;
}

/**
 * Makes the pool: for each origin its connections, the last used first.
 *
 * @param options - bounds and times, and who opens connections
 */
export const createConnections = (options: ConnectionsOptions): Connections => {
  const origins = new Map<string, Origin>();
  const single = new Set<KeptConnection>();

  const originOf = (name: string): Origin => {
    const known = origins.get(name);
    if (known !== undefined) return known;
    const origin = new Origin(name, options, () => origins.delete(name));
    origins.set(name, origin);
    return origin;
  };

  return {
    acquire: (origin, callback) => originOf(origin).acquire(callback),
    open: (origin) => {
      const connection = new KeptConnection(origin, options, () => {
        single.delete(connection);
        connection.destroy();
      });
      single.add(connection);
      return connection;
    },
    close: () => {
      for (const origin of origins.values()) origin.close();
      for (const connection of single) connection.destroy();
    },
  };
};

type Waiter = (connection: Connection) => void;

class Origin {
  private readonly all = new Set<KeptConnection>();
  private readonly idle: KeptConnection[] = [];
  private readonly waiters = new Set<Waiter>();

  constructor(
    private readonly name: string,
    private readonly options: ConnectionsOptions,
    private readonly onEmpty: () => void,
  ) {}

  acquire(waiter: Waiter): () => void {
    const connection = this.idle.pop() ?? this.opened();
    if (connection === null) this.waiters.add(waiter);
    else lend(connection, waiter);
    return () => this.waiters.delete(waiter);
  }

  close(): void {
    for (const connection of this.all) connection.destroy();
  }

  private opened(): KeptConnection | null {
    if (this.all.size >= this.options.maxPerOrigin) return null;
    const connection = new KeptConnection(this.name, this.options, () => this.takeBack(connection));
    this.all.add(connection);
    return connection;
  }

  private takeBack(connection: KeptConnection): void {
    if (connection.isUsable) {
      const [next] = this.waiters;
      if (next !== undefined) {
        this.waiters.delete(next);
        lend(connection, next);
        return;
      }
      if (this.options.connector.connectionCount <= this.options.maxKept) {
        connection.isLent = false;
        this.idle.push(connection);
        return;
      }
    }
    this.forget(connection);
  }

  private forget(connection: KeptConnection): void {
    connection.destroy();
    this.all.delete(connection);
    const at = this.idle.indexOf(connection);
    if (at >= 0) this.idle.splice(at, 1);
    const [next] = this.waiters;
    const replacement = next === undefined ? null : this.opened();
    if (next !== undefined && replacement !== null) {
      this.waiters.delete(next);
      lend(replacement, next);
    }
    if (this.all.size === 0) this.onEmpty();
  }
}

const lend = (connection: KeptConnection, waiter: Waiter): void => {
  connection.isLent = true;
  waiter(connection);
};

class KeptConnection implements Connection {
  readonly client: Client;
  isLent = true;
  private current: Socket | null = null;
  private answered = 0;
  private giveUp: (reason: Error) => void = () => undefined;

  constructor(
    origin: string,
    { connector, keepAliveMs }: ConnectionsOptions,
    private readonly takeBack: () => void,
  ) {
    this.client = new Client(origin, {
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      // The whole attempt has one deadline, which is not undici's.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: ({ hostname, port, protocol }, callback) => {
        const secure = protocol === 'https:';
        this.answered = 0;
        this.giveUp = connector.connect(
          { secure, host: hostname, port: Number(port || (secure ? 443 : 80)) },
          (error, socket) => {
            this.current = socket;
            if (error === null) callback(null, socket);
            else callback(error, null);
          },
        );
      },
    });
    this.client.on('disconnect', () => {
      this.current = null;
      if (!this.isLent) this.takeBack();
    });
  }

  get socket(): Socket | null {
    return this.current;
  }

  get wasUsed(): boolean {
    return this.answered > 0;
  }

  get isUsable(): boolean {
    return this.current !== null && !this.current.destroyed && !this.client.destroyed;
  }

  release(): void {
    this.answered += 1;
    this.takeBack();
  }

  discard(): void {
    this.destroy();
    this.takeBack();
  }

  destroy(): void {
    const reason = new Error('The connection was given up');
    this.giveUp(reason);
    // What was asked for on it hears of it by itself.
    if (!this.client.destroyed) void this.client.destroy(reason);
  }
}
