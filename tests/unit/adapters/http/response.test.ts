import { createWorkshop, request, responseOf } from './sending';

const workshop = createWorkshop();
afterEach(() => workshop.cleanUp());

describe('the request on the wire', () => {
  it('is a POST with the exact body, and the exact headers of the caller', async () => {
    const receiver = await workshop.receiver();
    const headers = {
      'User-Agent': 'strapi-plugin-durable-webhooks/1.0.0',
      'Content-Type': 'application/json',
      'X-WC-Webhook-ID': '7',
      'webhook-id': 'evt_1',
      'x-lower': 'caf\u00e9',
    };
    const body = Buffer.from('{"a":"\u20ac"}');

    await workshop.sender().send(request(`${receiver.url}/hook?x=%20y`, { headers, body }));

    const [received] = receiver.requests;
    expect(received).toMatchObject({ method: 'POST', path: '/hook?x=%20y' });
    expect(received?.body.equals(body)).toBe(true);
    const names = new Set(Object.keys(headers));
    const byUs = received?.rawHeaders.filter(([name]) => names.has(name));
    const byHttp = received?.rawHeaders.filter(([name]) => !names.has(name));
    expect(byUs?.sort()).toEqual(Object.entries(headers).sort());
    expect(byHttp?.map(([name]) => name.toLowerCase()).sort()).toEqual([
      'accept-encoding',
      'connection',
      'content-length',
      'host',
    ]);
    expect(received?.headers['accept-encoding']).toBe('identity');
  });

  it('carries no User-Agent of its own', async () => {
    const receiver = await workshop.receiver();
    await workshop.sender().send(request(receiver.url, { headers: {} }));
    expect(receiver.requests[0]?.headers).not.toHaveProperty('user-agent');
  });

  it('lets the caller replace what it would add, in any case', async () => {
    const receiver = await workshop.receiver();
    const headers = { 'user-agent': 'mine', 'accept-encoding': 'br' };
    await workshop.sender().send(request(receiver.url, { headers }));
    expect(receiver.requests[0]?.headers).toMatchObject(headers);
  });

  it('can have an empty body', async () => {
    const receiver = await workshop.receiver();
    await workshop.sender().send(request(receiver.url, { body: Buffer.alloc(0) }));
    expect(receiver.requests[0]?.headers['content-length']).toBe('0');
  });
});

describe('the response', () => {
  it('is recorded with status, headers, body and time', async () => {
    const receiver = await workshop.receiver({
      answer: {
        status: 503,
        headers: {
          'Retry-After': '120',
          'Set-Cookie': ['a=1', 'b=2'],
          Date: 'Sun, 06 Nov 1994 08:49:37 GMT',
        },
        body: 'later',
        delayMs: 30,
      },
    });
    const result = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(result).toMatchObject({
      retryAfter: '120',
      date: 'Sun, 06 Nov 1994 08:49:37 GMT',
      response: {
        status: 503,
        body: 'later',
        bodyTruncated: false,
        headers: { 'retry-after': '120', 'set-cookie': 'a=1, b=2' },
      },
    });
    expect(result.durationMs).toBeGreaterThanOrEqual(29);
    expect(result.durationMs).toBeLessThan(2000);
    expect(result.durationMs).toBe(Number(result.durationMs.toFixed(2)));
  });

  it.each([200, 204, 301, 302, 304, 307, 404, 410, 500])(
    'with status %d is a response, and no redirect is followed',
    async (status) => {
      const receiver = await workshop.receiver({
        answer: { status, headers: { Location: '/other' } },
      });
      const result = responseOf(await workshop.sender().send(request(receiver.url)));
      expect(result).toMatchObject({ response: { status, body: '' }, retryAfter: null });
      expect(receiver.requests).toHaveLength(1);
    },
  );

  it('keeps the body of exactly the limit whole', async () => {
    const receiver = await workshop.receiver({ answer: { body: 'x'.repeat(1024) } });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response).toMatchObject({ body: 'x'.repeat(1024), bodyTruncated: false });
  });

  it('cuts a longer body, and uses its connection again', async () => {
    const receiver = await workshop.receiver({ answer: { body: 'y'.repeat(1025) } });
    const sender = workshop.sender();
    const { response } = responseOf(await sender.send(request(receiver.url)));
    expect(response).toMatchObject({ body: 'y'.repeat(1024), bodyTruncated: true });
    await sender.send(request(receiver.url));
    expect(receiver.connectionCount).toBe(1);
  });

  it('can keep nothing of the body', async () => {
    const receiver = await workshop.receiver({ answer: { body: 'z' } });
    const sender = workshop.sender({ maxResponseBytes: 0 });
    const { response } = responseOf(await sender.send(request(receiver.url)));
    expect(response).toMatchObject({ body: '', bodyTruncated: true });
  });

  it('does not read a body far over the limit to its end', async () => {
    const receiver = await workshop.receiver({ answer: { body: 'x'.repeat(5_000_000) } });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response).toMatchObject({ body: 'x'.repeat(1024), bodyTruncated: true });
  });

  it('ends with its status though the body never ends', async () => {
    const receiver = await workshop.receiver({ answer: { status: 201, fault: 'endless-body' } });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response).toMatchObject({ status: 201, body: 'x'.repeat(1024), bodyTruncated: true });
  });

  it('ends with its status though the rest of a kept body stalls', async () => {
    const answer = { body: 'x'.repeat(1024), fault: 'stall-body' } as const;
    const receiver = await workshop.receiver({ answer });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response).toMatchObject({ status: 200, body: answer.body, bodyTruncated: true });
  });

  it('ends with its status though the rest of a kept body is cut off', async () => {
    const answer = { body: 'x'.repeat(2000), fault: 'cut-body' } as const;
    const receiver = await workshop.receiver({ answer });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response).toMatchObject({ body: 'x'.repeat(1024), bodyTruncated: true });
  });

  it('is text that a database can hold: no NUL, no broken UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('a\0b\u20ac'), Buffer.from([0xff, 0xe2, 0x82])]);
    const receiver = await workshop.receiver({ answer: { body } });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response.body).toBe('ab\u20ac\ufffd\ufffd');
  });

  it('is not cut in the middle of a character', async () => {
    const receiver = await workshop.receiver({ answer: { body: '\u20ac'.repeat(5) } });
    const sender = workshop.sender({ maxResponseBytes: 7 });
    const { response } = responseOf(await sender.send(request(receiver.url)));
    expect(response).toMatchObject({ body: '\u20ac\u20ac', bodyTruncated: true });
  });

  it('is not unpacked', async () => {
    const receiver = await workshop.receiver({
      answer: { headers: { 'Content-Encoding': 'gzip' }, body: 'not gzip at all' },
    });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response).toMatchObject({
      body: 'not gzip at all',
      headers: { 'content-encoding': 'gzip' },
    });
  });

  it('comes after informational ones', async () => {
    const receiver = await workshop.receiver({
      answer: {
        fault: 'raw',
        body: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
      },
    });
    const { response } = responseOf(await workshop.sender().send(request(receiver.url)));
    expect(response).toMatchObject({ status: 200, body: 'ok' });
  });
});
