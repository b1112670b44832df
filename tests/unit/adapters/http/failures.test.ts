import { createServer } from 'node:net';
import type { AddressInfo, LookupFunction } from 'node:net';

import { freePort } from '../../../helpers/free-port';
import { receiverCertificate } from '../../../helpers/receiver';
import { createWorkshop, request, responseOf, withoutCiphers } from './sending';

const workshop = createWorkshop();
afterEach(() => workshop.cleanUp());

const SECRET = 'whsec_c2VjcmV0';

/** A server below HTTP: accepts connections and keeps silent. */
const startSilentServer = async (): Promise<{ port: number; close(): Promise<void> }> => {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

const failingLookup =
  (code: string): LookupFunction =>
  (_hostname, _options, callback) =>
    callback(Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: 'getaddrinfo' }), []);

describe('connections that fail', () => {
  it('are refused', async () => {
    const url = `http://127.0.0.1:${await freePort()}/hook?token=${SECRET}`;
    expect(await workshop.sender().send(request(url))).toMatchObject({
      response: null,
      error: {
        code: 'connection_refused',
        message: 'The receiver refused the connection (ECONNREFUSED)',
      },
    });
  });

  it('are refused at every address of a name', async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) =>
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ]);
    const url = `http://receiver.test:${await freePort()}`;
    const { error } = await workshop.sender({ lookup }).send(request(url));
    expect(error?.code).toBe('connection_refused');
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'])('are to no address (%s)', async (code) => {
    const sender = workshop.sender({ lookup: failingLookup(code) });
    const { error } = await sender.send(request('http://receiver.test/'));
    expect(error?.code).toBe('dns_failed');
    expect(error?.message).toContain(code);
  });

  it('take too long to resolve', async () => {
    const sender = workshop.sender({ lookup: () => undefined, connectTimeoutMs: 60 });
    const { error, durationMs } = await sender.send(request('http://receiver.test/'));
    expect(error).toEqual({
      code: 'connect_timeout',
      message: 'The receiver did not accept the connection within 60 ms',
    });
    expect(durationMs).toBeLessThan(1000);
  });

  it('take too long to shake hands', async () => {
    const silent = await startSilentServer();
    const sender = workshop.sender({ connectTimeoutMs: 60 });
    const { error } = await sender.send(request(`https://127.0.0.1:${silent.port}`));
    expect(error?.code).toBe('connect_timeout');
    await silent.close();
  });

  it('are not connections in time, when the whole attempt has less', async () => {
    const sender = workshop.sender({ lookup: () => undefined });
    const { error } = await sender.send(request('http://receiver.test/', { timeoutMs: 60 }));
    expect(error?.code).toBe('timeout');
  });
});

describe('TLS', () => {
  const certificateAuthorities = receiverCertificate('valid');

  it('works with a trusted certificate, and its connections are kept', async () => {
    const receiver = await workshop.receiver({ tls: 'valid', answer: { body: 'ok' } });
    const sender = workshop.sender({ certificateAuthorities });
    for (let time = 0; time < 2; time += 1) {
      const { response } = responseOf(await sender.send(request(receiver.url)));
      expect(response.body).toBe('ok');
    }
    expect(receiver.connectionCount).toBe(1);
  });

  it('refuses a certificate that nobody vouches for', async () => {
    const receiver = await workshop.receiver({ tls: 'valid' });
    const { error } = await workshop.sender().send(request(receiver.url));
    expect(error?.code).toBe('tls_failed');
    expect(error?.message).toContain('self-signed certificate');
    expect(receiver.requests).toHaveLength(0);
  });

  it('that Node cannot even begin is a failure like others', async () => {
    const receiver = await workshop.receiver({ tls: 'valid' });
    const sender = workshop.sender();
    const { error } = await withoutCiphers(() => sender.send(request(receiver.url)));
    expect(error?.code).toBe('tls_failed');
    expect(error?.message).toContain('ERR_SSL_NO_CIPHER_MATCH');
    expect(receiver.connectionCount).toBe(0);
  });

  it('refuses an expired certificate', async () => {
    const receiver = await workshop.receiver({ tls: 'expired' });
    const sender = workshop.sender({ certificateAuthorities: receiverCertificate('expired') });
    const { error } = await sender.send(request(receiver.url));
    expect(error).toEqual({
      code: 'tls_failed',
      message: 'The TLS connection failed: certificate has expired (CERT_HAS_EXPIRED)',
    });
  });

  it("refuses another host's certificate", async () => {
    const receiver = await workshop.receiver({ tls: 'valid' });
    const lookup: LookupFunction = (_hostname, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const sender = workshop.sender({ certificateAuthorities, lookup });
    const { error } = await sender.send(request(`https://receiver.test:${receiver.port}`));
    expect(error?.code).toBe('tls_failed');
    expect(error?.message).toContain('receiver.test');
  });

  it('fails where the receiver speaks none', async () => {
    const receiver = await workshop.receiver();
    const { error } = await workshop.sender().send(request(receiver.url.replace('http', 'https')));
    expect(error?.code).toBe('tls_failed');
  });
});

describe('receivers that do not answer properly', () => {
  it('never answer', async () => {
    const receiver = await workshop.receiver({ answer: { fault: 'hang' } });
    const result = await workshop.sender().send(request(receiver.url, { timeoutMs: 80 }));
    expect(result).toMatchObject({
      response: null,
      error: { code: 'timeout', message: 'The receiver did not answer within 80 ms' },
    });
    expect(result.durationMs).toBeGreaterThanOrEqual(78);
    expect(result.durationMs).toBeLessThan(1000);
  });

  it.each(['slow-body', 'stall-body'] as const)('answer with a %s', async (fault) => {
    const receiver = await workshop.receiver({ answer: { fault, everyMs: 10 } });
    const result = await workshop.sender().send(request(receiver.url, { timeoutMs: 120 }));
    expect(result).toMatchObject({
      response: null,
      error: {
        code: 'timeout',
        message: 'The receiver answered 200, but its body did not end within 120 ms',
      },
    });
    expect(result.durationMs).toBeLessThan(1000);
  });

  it('reset a new connection, which is not tried again', async () => {
    const receiver = await workshop.receiver({ answer: { fault: 'reset' } });
    const { error } = await workshop.sender().send(request(receiver.url));
    expect(error?.code).toBe('connection_reset');
    expect(receiver.requests).toHaveLength(1);
  });

  it('break the connection in the middle of a body', async () => {
    const receiver = await workshop.receiver({
      answer: { fault: 'cut-body', status: 202, body: 'half' },
    });
    const result = await workshop.sender().send(request(receiver.url));
    expect(result).toMatchObject({ response: null, error: { code: 'connection_reset' } });
    expect(result.error?.message).toContain('answered 202');
  });

  it.each([
    ['another protocol', '220 mail.example.com ESMTP\r\n'],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n'],
    [
      'two ways to frame',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['huge headers', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(20_000)}\r\nContent-Length: 0\r\n\r\n`],
    ['a change of protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('answer with %s', async (_what, body) => {
    const receiver = await workshop.receiver({ answer: { fault: 'raw', body } });
    const { error } = await workshop.sender().send(request(receiver.url));
    expect(error?.code).toBe('invalid_response');
  });

  it.each([
    ['a length', 'Content-Length: 9\r\n\r\nhalf'],
    ['a length, and without keeping it', 'Connection: close\r\nContent-Length: 9\r\n\r\nhalf'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n9\r\nhalf'],
    [
      'chunks, and without keeping it',
      'Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf',
    ],
  ])('close the connection in the middle of a body with %s', async (_what, rest) => {
    const receiver = await workshop.receiver({
      answer: { fault: 'raw', body: `HTTP/1.1 202 Accepted\r\n${rest}` },
    });
    const { error } = await workshop.sender().send(request(receiver.url));
    expect(error).toEqual({
      code: 'connection_reset',
      message:
        'The receiver answered 202, but the connection broke before the body ended (ECONNRESET)',
    });
  });

  it('say a hundred times that they go on', async () => {
    const body = `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)}HTTP/1.1 204 No Content\r\n\r\n`;
    const receiver = await workshop.receiver({ answer: { fault: 'raw', body } });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response.status).toBe(204);
  });

  it.each([
    ['nothing at all', ''],
    ['half a status line', 'HTTP/1.1 2'],
  ])('close the connection after %s', async (_what, body) => {
    const receiver = await workshop.receiver({ answer: { fault: 'raw', body } });
    const { error } = await workshop.sender().send(request(receiver.url));
    expect(error?.code).toBe('connection_reset');
  });
});

describe('requests that cannot be sent', () => {
  it.each([
    '',
    'receiver.test',
    'ftp://receiver.test/',
    'data:,x',
    'file:///etc/passwd',
    'http://',
  ])('have the URL %p', async (url) => {
    const { error } = await workshop.sender().send(request(url));
    expect(error?.code).toBe('request_invalid');
  });

  it.each([
    ['X-Line', `a\r\nX-Other: ${SECRET}`],
    ['X-Nul', `${SECRET}\0`],
    ['X-Wide', `${SECRET}\u20ac`],
    ['X Space', SECRET],
    ['set', SECRET],
    ['toJSON', SECRET],
  ])('have the header %p', async (name, value) => {
    const receiver = await workshop.receiver();
    const { error } = await workshop
      .sender()
      .send(request(receiver.url, { headers: { [name]: value } }));
    expect(error).toEqual({
      code: 'request_invalid',
      message: `The header ${JSON.stringify(name)} cannot be sent`,
    });
    expect(receiver.requests).toHaveLength(0);
  });
});

describe('messages', () => {
  it('repeat neither query strings nor header values nor bodies', async () => {
    const receiver = await workshop.receiver();
    const secretive = {
      headers: { Authorization: `Bearer ${SECRET}` },
      body: Buffer.from(SECRET),
      timeoutMs: 60,
    };
    const results = [];
    for (const fault of ['hang', 'reset', 'cut-body', 'raw'] as const) {
      receiver.answer({ fault, body: `x${SECRET}` });
      results.push(
        await workshop.sender().send(request(`${receiver.url}/?t=${SECRET}`, secretive)),
      );
    }
    expect(results.map(({ error }) => error?.code)).toEqual([
      'timeout',
      'connection_reset',
      'connection_reset',
      'invalid_response',
    ]);
    expect(JSON.stringify(results)).not.toContain(SECRET);
  });
});
