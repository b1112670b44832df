import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire to a server that can be cut, closed and slowed down. */
export interface Proxy {
  readonly port: number;
  /** Ends every connection at once; new ones are taken. */
  cut(): void;
  /** Ends every connection, and every new one as well until it is opened again. */
  shut(): void;
  open(): void;
  /** Holds every packet to the server back for so long. */
  slowDown(delayMs: number): void;
  close(): Promise<void>;
}

/**
 * Starts a proxy before a server.
 *
 * @param target - where the server listens
 */
export const startProxy = async (target: { host: string; port: number }): Promise<Proxy> => {
  const sockets = new Set<Socket>();
  let isShut = false;
  let delayMs = 0;

  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    keep(client);
    if (isShut) {
      client.destroy();
      return;
    }
    const upstream = connect(target);
    keep(upstream);
    client.on('data', (chunk) => {
      if (delayMs === 0) upstream.write(chunk);
      else setTimeout(() => upstream.write(chunk), delayMs);
    });
    upstream.pipe(client);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');

  return {
    port: address.port,
    cut,
    shut: () => {
      isShut = true;
      cut();
    },
    open: () => {
      isShut = false;
    },
    slowDown: (ms) => {
      delayMs = ms;
    },
    close: async () => {
      isShut = true;
      server.close();
      cut();
      await once(server, 'close');
    },
  };
};
