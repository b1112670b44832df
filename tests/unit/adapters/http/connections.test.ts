import type { LookupFunction } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { ConnectionFault } from '../../../../server/src/adapters/http/connection-fault';
import type { OutgoingRequest } from '../../../../server/src/pipeline/ports';
import { receiverCertificate } from '../../../helpers/receiver';
import type { Answer } from '../../../helpers/receiver';
import { createWorkshop, request, responseOf } from './sending';

const workshop = createWorkshop();
afterEach(() => workshop.cleanUp());

const ok: Answer = { body: 'ok' };

describe('connections', () => {
  it('are used again', async () => {
    const receiver = await workshop.receiver();
    const sender = workshop.sender();
    for (let time = 0; time < 5; time += 1) responseOf(await sender.send(request(receiver.url)));
    expect(receiver.connectionCount).toBe(1);
  });

  it('that are open are written to before others are opened', async () => {
    const open = await workshop.receiver();
    const other = await workshop.receiver();
    const sender = workshop.sender();
    responseOf(await sender.send(request(open.url)));
    // In SQLite work comes from an immediate: the next thing to happen there is that connections open.
    await nextTurn();
    const written: string[] = [];
    const send = (name: string, url: string) =>
      sender.send(request(url), undefined, () => written.push(name) > 0);
    await Promise.all([send('on a new one', other.url), send('on the open one', open.url)]);
    expect(written).toEqual(['on the open one', 'on a new one']);
  });

  it('are not used again after the receiver asked to close them', async () => {
    const receiver = await workshop.receiver({ answer: { headers: { Connection: 'close' } } });
    const sender = workshop.sender();
    for (let time = 0; time < 3; time += 1) responseOf(await sender.send(request(receiver.url)));
    expect(receiver.connectionCount).toBe(3);
  });

  it('are bounded per host', async () => {
    const receiver = await workshop.receiver({ answer: { delayMs: 5 } });
    const sender = workshop.sender({ maxSocketsPerHost: 3 });
    await Promise.all(Array.from({ length: 12 }, () => sender.send(request(receiver.url))));
    expect(receiver.requests).toHaveLength(12);
    expect(receiver.connectionCount).toBe(3);
  });

  it('are had in the order in which they were asked for', async () => {
    const receiver = await workshop.receiver({ answer: { delayMs: 5 } });
    const sender = workshop.sender({ maxSocketsPerHost: 1 });
    const paths = ['/1', '/2', '/3', '/4'];
    await Promise.all(paths.map((path) => sender.send(request(receiver.url + path))));
    expect(receiver.requests.map(({ path }) => path)).toEqual(paths);
  });

  it('that fail leave room for those who wait', async () => {
    const receiver = await workshop.receiver({ answer: [{ fault: 'reset' }, ok] });
    const sender = workshop.sender({ maxSocketsPerHost: 1 });
    const results = await Promise.all(
      Array.from({ length: 3 }, () => sender.send(request(receiver.url))),
    );
    expect(results.map(({ error }) => error?.code ?? null)).toEqual([
      'connection_reset',
      null,
      null,
    ]);
  });

  it('that are refused leave room for those who wait', async () => {
    const receiver = await workshop.receiver({ answer: ok });
    const verdicts = [new ConnectionFault('address_blocked', 'no'), null];
    const sender = workshop.sender({
      maxSocketsPerHost: 1,
      admit: () => verdicts.shift() ?? null,
    });
    const results = await Promise.all([
      sender.send(request(receiver.url)),
      sender.send(request(receiver.url)),
    ]);
    expect(results.map(({ error }) => error?.code ?? null)).toEqual(['address_blocked', null]);
  });

  it('are not kept while too many are open', async () => {
    const receiver = await workshop.receiver();
    const sender = workshop.sender({ maxKeptSockets: 0 });
    for (let time = 0; time < 3; time += 1) await sender.send(request(receiver.url));
    expect(receiver.connectionCount).toBe(3);
  });

  it('are given up when idle, and only then', async () => {
    const receiver = await workshop.receiver({ answer: { delayMs: 120 } });
    const sender = workshop.sender({ keepAliveMs: 30 });
    responseOf(await sender.send(request(receiver.url)));
    const becomesIdle = Date.now();
    while (receiver.openConnectionCount > 0 && Date.now() - becomesIdle < 2000) {
      await new Promise((next) => setTimeout(next, 5));
    }
    expect(receiver.openConnectionCount).toBe(0);
  });

  it('ignore the proxies of the environment', async () => {
    const receiver = await workshop.receiver({ answer: ok });
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      responseOf(await workshop.sender().send(request(receiver.url)));
    } finally {
      if (before === undefined) delete process.env['http_proxy'];
      else process.env['http_proxy'] = before;
    }
  });
});

describe('a kept connection that its receiver has closed', () => {
  it.each(['valid', undefined] as const)('is replaced at once (TLS: %s)', async (tls) => {
    const receiver = await workshop.receiver({ ...(tls && { tls }) });
    const messages: string[] = [];
    const sender = workshop.sender({
      certificateAuthorities: receiverCertificate('valid'),
      log: { debug: (message) => messages.push(message) },
    });
    await sender.send(request(receiver.url));
    receiver.answer([{ fault: 'reset' }, ok]);

    const { response } = responseOf(await sender.send(request(receiver.url)));

    expect(response.body).toBe('ok');
    expect(receiver.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
    expect(messages).toHaveLength(1);
  });

  it('is replaced once, and by a new one although others are kept', async () => {
    const receiver = await workshop.receiver({ answer: { delayMs: 20 } });
    const sender = workshop.sender();
    await Promise.all([sender.send(request(receiver.url)), sender.send(request(receiver.url))]);
    receiver.answer({ fault: 'reset' });

    const { error } = await sender.send(request(receiver.url));

    expect(error?.code).toBe('connection_reset');
    expect(receiver.requests).toHaveLength(4);
    expect(receiver.connectionCount).toBe(3);
  });

  it('is not replaced after any byte of a response', async () => {
    const receiver = await workshop.receiver();
    const sender = workshop.sender();
    await sender.send(request(receiver.url));
    receiver.answer({ fault: 'raw', body: 'HTTP/1.1 2' });

    const { error } = await sender.send(request(receiver.url));

    expect(error?.code).toBe('connection_reset');
    expect(receiver.requests).toHaveLength(2);
  });

  it('is replaced within the same deadline', async () => {
    const receiver = await workshop.receiver();
    const sender = workshop.sender();
    await sender.send(request(receiver.url));
    receiver.answer([{ fault: 'reset', delayMs: 60 }, { fault: 'hang' }]);

    const { error, durationMs } = await sender.send(request(receiver.url, { timeoutMs: 150 }));

    expect(error?.code).toBe('timeout');
    expect(receiver.requests).toHaveLength(3);
    expect(durationMs).toBeLessThan(1000);
  });
});

describe('admission', () => {
  it.each(['http://receiver.test', 'http://127.0.0.1', 'https://127.0.0.1', 'http://[::1]'])(
    'can be refused to %s, before any look-up',
    async (origin) => {
      const receiver = await workshop.receiver();
      const asked: string[] = [];
      const sender = workshop.sender({
        admit: (host, port) =>
          new ConnectionFault('address_blocked', `${host} is private at ${port}`),
        lookup: (host) => asked.push(host),
      });
      const { error } = await sender.send(request(`${origin}:${receiver.port}/`));
      expect(error?.code).toBe('address_blocked');
      expect(error?.message).toMatch(new RegExp(` is private at ${receiver.port}$`));
      expect(receiver.connectionCount).toBe(0);
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['http://receiver.test/', 80],
    ['https://receiver.test/', 443],
  ])('is told the port of %s', async (url, port) => {
    const ports: number[] = [];
    const sender = workshop.sender({
      admit: (_host, asked) => {
        ports.push(asked);
        return new ConnectionFault('address_blocked', 'no');
      },
    });
    await sender.send(request(url));
    expect(ports).toEqual([port]);
  });

  it('is asked once for a connection', async () => {
    const receiver = await workshop.receiver();
    const asked: string[] = [];
    const sender = workshop.sender({
      admit: (host) => {
        asked.push(host);
        return null;
      },
    });
    for (let time = 0; time < 3; time += 1) responseOf(await sender.send(request(receiver.url)));
    expect(asked).toEqual(['127.0.0.1']);
  });
});

describe('the lookup', () => {
  it('can refuse a name', async () => {
    const receiver = await workshop.receiver();
    const lookup: LookupFunction = (host, _options, callback) =>
      callback(new ConnectionFault('address_blocked', `${host} is at a private address`), []);
    const sender = workshop.sender({ lookup });
    const { error } = await sender.send(request(`http://receiver.test:${receiver.port}/`));
    expect(error).toEqual({
      code: 'address_blocked',
      message: 'receiver.test is at a private address',
    });
    expect(receiver.connectionCount).toBe(0);
  });

  it('is asked once for a connection, and decides where it goes', async () => {
    const receiver = await workshop.receiver({ answer: ok });
    const asked: string[] = [];
    const lookup: LookupFunction = (hostname, _options, callback) => {
      asked.push(hostname);
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const sender = workshop.sender({ lookup });
    for (const host of ['receiver.test', 'receiver.test', '127.0.0.1', '127.0.0.1']) {
      responseOf(await sender.send(request(`http://${host}:${receiver.port}/`)));
    }
    expect(asked).toEqual(['receiver.test']);
    expect(receiver.requests[0]?.headers.host).toBe(`receiver.test:${receiver.port}`);
  });
});

describe('leave to send', () => {
  const unsent = { response: null, error: { code: 'interrupted' } };

  it('is asked for when the connection is there, and without it nothing goes out', async () => {
    const receiver = await workshop.receiver();
    const steps: string[] = [];
    const lookup: LookupFunction = (_hostname, _options, callback) => {
      setTimeout(() => {
        steps.push('looked up');
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      }, 50);
    };
    const sender = workshop.sender({ lookup });
    const refuse = () => {
      steps.push('asked');
      return false;
    };
    const url = `http://receiver.test:${receiver.port}/`;
    expect(await sender.send(request(url), undefined, refuse)).toMatchObject(unsent);
    expect(steps).toEqual(['looked up', 'asked']);
    responseOf(await sender.send(request(`${url}next`)));
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/next']);
  });

  it('is asked for on a kept connection too', async () => {
    const receiver = await workshop.receiver();
    const sender = workshop.sender();
    responseOf(await sender.send(request(receiver.url), undefined, () => true));
    const refused = await sender.send(request(`${receiver.url}/late`), undefined, () => false);
    expect(refused).toMatchObject(unsent);
    responseOf(await sender.send(request(`${receiver.url}/next`)));
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/', '/next']);
  });
});

describe('interruption', () => {
  const interrupted = { response: null, error: { code: 'interrupted' } };
  const patient: Partial<OutgoingRequest> = { timeoutMs: 4000 };

  it('by a signal ends a request that waits for its response', async () => {
    const receiver = await workshop.receiver({ answer: { fault: 'hang' } });
    const controller = new AbortController();
    const sending = workshop.sender().send(request(receiver.url, patient), controller.signal);
    await receiver.waitFor(1);
    controller.abort();
    expect(await sending).toMatchObject(interrupted);
  });

  it('by a signal ends a request that waits for a connection, and sends nothing of it', async () => {
    const receiver = await workshop.receiver({ answer: { delayMs: 100 } });
    const sender = workshop.sender({ maxSocketsPerHost: 1 });
    const controller = new AbortController();
    const first = sender.send(request(receiver.url));
    const waiting = sender.send(request(`${receiver.url}/late`, patient), controller.signal);
    await receiver.waitFor(1);
    controller.abort();
    expect(await waiting).toMatchObject(interrupted);
    responseOf(await first);
    responseOf(await sender.send(request(`${receiver.url}/next`)));
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/', '/next']);
  });

  it('by a signal ends a request that reads its response', async () => {
    const receiver = await workshop.receiver({ answer: { fault: 'slow-body', everyMs: 5 } });
    const controller = new AbortController();
    const sending = workshop.sender().send(request(receiver.url, patient), controller.signal);
    await receiver.waitFor(1);
    await new Promise((soon) => setTimeout(soon, 40));
    controller.abort();
    expect(await sending).toMatchObject(interrupted);
  });

  it('by a signal that was aborted before sends nothing', async () => {
    const receiver = await workshop.receiver();
    const sender = workshop.sender();
    expect(await sender.send(request(receiver.url), AbortSignal.abort())).toMatchObject(
      interrupted,
    );
    responseOf(await sender.send(request(`${receiver.url}/next`)));
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/next']);
  });

  it('by a signal that many requests share ends them alone, and needs one listener', async () => {
    const receiver = await workshop.receiver({ answer: { fault: 'hang' } });
    const sender = workshop.sender();
    const controller = new AbortController();
    const listeners = jest.spyOn(controller.signal, 'addEventListener');
    const shared = Array.from({ length: 20 }, () =>
      sender.send(request(receiver.url, patient), controller.signal),
    );
    const other = sender.send(request(receiver.url, { timeoutMs: 300 }));
    await receiver.waitFor(21);

    controller.abort();

    expect(await Promise.all(shared)).toEqual(
      shared.map(() =>
        expect.objectContaining({ error: expect.objectContaining(interrupted.error) }),
      ),
    );
    expect((await other).error?.code).toBe('timeout');
    expect(listeners).toHaveBeenCalledTimes(1);
  });

  it('by closing ends requests in every phase, and later ones', async () => {
    const receiver = await workshop.receiver({ answer: { fault: 'hang' } });
    const hanging: LookupFunction = (_hostname, _options, callback) => {
      if (_hostname === '127.0.0.1') callback(null, [{ address: _hostname, family: 4 }]);
    };
    const sender = workshop.sender({ lookup: hanging });
    const waiting = sender.send(request(receiver.url, patient));
    const connecting = sender.send(request('http://receiver.test/', patient));
    await receiver.waitFor(1);

    sender.close();

    expect(await Promise.all([waiting, connecting])).toMatchObject([interrupted, interrupted]);
    expect(await sender.send(request(receiver.url))).toMatchObject(interrupted);
    expect(receiver.requests).toHaveLength(1);
  });
});
