import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { createAddressGuard } from '../../../../server/src/adapters/http/address-guard';
import { parseProxyUrl } from '../../../../server/src/adapters/http/proxy';
import { networkRulesOf } from '../../../../server/src/domain/network-rules';
import { receiverCertificate } from '../../../helpers/receiver';
import { waitUntil } from '../../../helpers/wait-until';
import { createWorkshop, request, responseOf, withoutCiphers } from './sending';

interface TestProxy {
  readonly url: string;
  readonly tunnels: { readonly authority: string; readonly headers: IncomingHttpHeaders }[];
  /** How many of its connections are open, to either side. */
  openCount(this: void): number;
  close(): Promise<void>;
}

/** A forward proxy that tunnels everything to 127.0.0.1, or answers CONNECT with `status`. */
const startProxy = async (status: number | 'hang' = 200): Promise<TestProxy> => {
  const tunnels: TestProxy['tunnels'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_message, response) => response.writeHead(405).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (message, socket: Socket) => {
    const authority = message.url ?? '';
    tunnels.push({ authority, headers: message.headers });
    socket.on('error', () => undefined);
    if (status === 'hang') return;
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const upstream = connect(Number(authority.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => socket.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    openCount: () => [...sockets].filter(({ destroyed }) => !destroyed).length,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

const workshop = createWorkshop();
let proxy: TestProxy | null = null;
afterEach(async () => {
  await workshop.cleanUp();
  await proxy?.close();
});

describe('a proxy', () => {
  it('keeps no tunnel to a receiver whose TLS Node cannot even begin', async () => {
    const receiver = await workshop.receiver({ tls: 'valid' });
    proxy = await startProxy();
    const sender = workshop.sender({ proxyUrl: proxy.url });
    const { error } = await withoutCiphers(() => sender.send(request(receiver.url)));
    expect(error?.message).toContain('ERR_SSL_NO_CIPHER_MATCH');
    expect(proxy.tunnels).toHaveLength(1);
    const { openCount } = proxy;
    await waitUntil(openCount, (count) => count === 0, 'the end of the tunnel');
    expect(openCount()).toBe(0);
  });

  it.each([undefined, 'valid'] as const)('tunnels requests (TLS: %s)', async (tls) => {
    const receiver = await workshop.receiver({ ...(tls && { tls }), answer: { body: 'ok' } });
    proxy = await startProxy();
    const sender = workshop.sender({
      proxyUrl: proxy.url.replace('//', '//us%40er:pass@'),
      certificateAuthorities: receiverCertificate('valid'),
    });
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    for (let time = 0; time < 3; time += 1) {
      const { response } = responseOf(
        await sender.send(request(url, { headers: { Authorization: 'Bearer x' } })),
      );
      expect(response.body).toBe('ok');
    }
    expect(proxy.tunnels).toHaveLength(1);
    expect(proxy.tunnels[0]?.authority).toBe(`localhost:${receiver.port}`);
    expect(proxy.tunnels[0]?.headers).toMatchObject({
      'proxy-authorization': `Basic ${Buffer.from('us@er:pass').toString('base64')}`,
    });
    expect(proxy.tunnels[0]?.headers).not.toHaveProperty('authorization');
    expect(receiver.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it("that refuses is no receiver's answer", async () => {
    proxy = await startProxy(302);
    const { response, error } = await workshop
      .sender({ proxyUrl: proxy.url })
      .send(request('http://receiver.test/'));
    expect(response).toBeNull();
    expect(error).toEqual({
      code: 'network_error',
      message: 'The proxy refused a tunnel with status 302',
    });
  });

  it('that cannot be reached is told from the receiver', async () => {
    proxy = await startProxy();
    await proxy.close();
    const { error } = await workshop
      .sender({ proxyUrl: proxy.url })
      .send(request('http://receiver.test/'));
    expect(error?.code).toBe('network_error');
    expect(error?.message).toBe('The proxy could not be reached (ECONNREFUSED)');
  });

  it('that hangs costs the time to connect', async () => {
    proxy = await startProxy('hang');
    const sender = workshop.sender({ proxyUrl: proxy.url, connectTimeoutMs: 60 });
    const { error } = await sender.send(request('https://receiver.test/'));
    expect(error?.code).toBe('connect_timeout');
  });

  it('that hangs is given up when the sender closes', async () => {
    const hanging = (proxy = await startProxy('hang'));
    const sender = workshop.sender({ proxyUrl: hanging.url });
    const sending = sender.send(request('https://receiver.test/'));
    const untilAsked = async (): Promise<void> => {
      while (hanging.tunnels.length === 0) await new Promise((next) => setImmediate(next));
    };
    await untilAsked();
    sender.close();
    expect((await sending).error?.code).toBe('interrupted');
  });

  it.each(['http://10.0.0.1/', 'https://10.0.0.1/', 'http://[fd00::1]/', 'http://localhost/'])(
    'is not asked for %s, which is refused',
    async (url) => {
      proxy = await startProxy();
      const guard = createAddressGuard({
        rules: networkRulesOf({ allow: [], ports: 'any', localAllowed: false }),
        behindProxy: true,
        onAllowedByDefault: () => undefined,
      });
      const sender = workshop.sender({ proxyUrl: proxy.url, ...guard });
      const { error } = await sender.send(request(url));
      expect(error?.code).toBe('address_blocked');
      expect(proxy.tunnels).toHaveLength(0);
    },
  );

  it('looks names up by itself, so nobody else does', async () => {
    const receiver = await workshop.receiver();
    proxy = await startProxy();
    const guard = createAddressGuard({
      rules: networkRulesOf({ allow: [], ports: 'any', localAllowed: false }),
      behindProxy: true,
      onAllowedByDefault: () => undefined,
      resolve: () => Promise.reject(new Error('nobody may ask')),
    });
    const url = `http://receiver.test:${receiver.port}/`;
    expect(await guard.resolvedUrlFault(url)).toBeNull();
    responseOf(await workshop.sender({ proxyUrl: proxy.url, ...guard }).send(request(url)));
    expect(proxy.tunnels.map(({ authority }) => authority)).toEqual([
      `receiver.test:${receiver.port}`,
    ]);
  });
});

describe('parseProxyUrl', () => {
  it.each([
    ['http://proxy.test', { secure: false, host: 'proxy.test', port: 80, authorization: null }],
    ['https://proxy.test', { secure: true, host: 'proxy.test', port: 443, authorization: null }],
    ['http://[::1]:3128', { secure: false, host: '::1', port: 3128, authorization: null }],
  ])('reads %s', (url, expected) => {
    expect(parseProxyUrl(url)).toEqual(expected);
  });

  it.each(['', 'proxy.test:3128', 'socks5://user:hunter2@proxy.test'])('refuses %p', (url) => {
    expect(() => parseProxyUrl(url)).toThrow(
      /server\.proxy: must be an http:\/\/ or https:\/\/ URL/,
    );
    expect(() => parseProxyUrl(url)).not.toThrow(/hunter2/);
  });
});
