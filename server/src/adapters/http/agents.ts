import { Agent as HttpAgent } from 'node:http';
import type { AgentOptions as HttpAgentOptions, ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';

import { Connector } from './connector';
import type { Admit, Dialer } from './connector';
import type { Proxy } from './proxy';

/** What axios sets on every request; any other value costs two system calls each time. */
const AXIOS_PROBE_MS = 60_000;

export interface AgentsOptions {
  readonly connectTimeoutMs: number;
  readonly lookup: LookupFunction | null;
  readonly admit: Admit | null;
  readonly proxy: Proxy | null;
  readonly maxSocketsPerHost: number;
  /** With more connections open than this, none is kept for later. */
  readonly maxKeptSockets: number;
  /** How long an idle connection is kept; 0 uses every connection once. */
  readonly keepAliveMs: number;
  /** Trusted authorities in PEM form, in the place of Node's own; null leaves those. */
  readonly certificateAuthorities: string | null;
}

/** One pair of agents and what they know about their connections. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  /** Whether a request went out on a kept connection and no byte of a response came back. */
  metSilenceOnReuse(request: ClientRequest): boolean;
  /** Closes every connection, also those in use. */
  close(): void;
}

/**
 * Makes the agents that keep and open connections.
 *
 * @param options - bounds and times
 * @returns both agents; `close()` ends them
 */
export const createAgents = (options: AgentsOptions): Agents => {
  const connector = new Connector(options);
  const bytesReadBefore = new WeakMap<ClientRequest, number>();

  const tame = <A extends HttpAgent>(agent: A, readyEvent: Dialer['readyEvent']): A => {
    const dial = agent.createConnection.bind(agent);
    const keepSocketAlive = agent.keepSocketAlive.bind(agent);
    const reuseSocket = agent.reuseSocket.bind(agent);
    agent.createConnection = (target, callback) =>
      connector.connect(target, { dial, readyEvent }, callback ?? (() => undefined));
    // Node asks for the answer, which its types leave out.
    agent.keepSocketAlive = (socket): unknown =>
      connector.connectionCount <= options.maxKeptSockets && keepSocketAlive(socket);
    agent.reuseSocket = (socket, request) => {
      reuseSocket(socket, request);
      if (socket instanceof Socket) bytesReadBefore.set(request, socket.bytesRead);
    };
    return agent;
  };

  const shared: HttpAgentOptions = {
    keepAlive: options.keepAliveMs > 0,
    keepAliveMsecs: AXIOS_PROBE_MS,
    maxSockets: options.maxSocketsPerHost,
    maxFreeSockets: options.maxSocketsPerHost,
    ...(options.keepAliveMs > 0 ? { timeout: options.keepAliveMs } : {}),
    ...(options.lookup === null ? {} : { lookup: options.lookup }),
  };
  const ca = options.certificateAuthorities;
  const http = tame(new HttpAgent(shared), 'connect');
  const https = tame(new HttpsAgent(ca === null ? shared : { ...shared, ca }), 'secureConnect');

  return {
    http,
    https,
    metSilenceOnReuse(request) {
      const before = bytesReadBefore.get(request);
      if (!request.reusedSocket || before === undefined || request.socket === null) return false;
      // TLS counts its own goodbye as bytes; that no response began is all that can be known.
      return request.socket instanceof TLSSocket || request.socket.bytesRead === before;
    },
    close() {
      connector.close();
      http.destroy();
      https.destroy();
    },
  };
};
