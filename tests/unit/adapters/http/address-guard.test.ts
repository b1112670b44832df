import { createAddressGuard } from '../../../../server/src/adapters/http/address-guard';
import type { AddressGuard, ResolveHost } from '../../../../server/src/adapters/http/address-guard';
import { networkRulesOf } from '../../../../server/src/domain/network-rules';
import { startDnsServer, type DnsServer, type Zone } from '../../../helpers/dns-server';
import { receiverCertificate } from '../../../helpers/receiver';
import { createWorkshop, request, responseOf } from './sending';

const workshop = createWorkshop();
let dns: DnsServer | null = null;
afterEach(async () => {
  await workshop.cleanUp();
  await dns?.close();
  dns = null;
});

interface GuardSettings {
  readonly allow?: readonly string[];
  readonly ports?: readonly number[];
  readonly localAllowed?: boolean;
}

const guardWith = (
  resolve: ResolveHost,
  { allow = [], ports, localAllowed = false }: GuardSettings = {},
): AddressGuard & { readonly notices: readonly string[] } => {
  const notices: string[] = [];
  const guard = createAddressGuard({
    rules: networkRulesOf({ allow, ports: ports ?? 'any', localAllowed }),
    behindProxy: false,
    onAllowedByDefault: (host) => notices.push(host),
    resolve,
    savingTimeoutMs: 50,
  });
  return { ...guard, notices };
};

const serve = async (zone: Zone): Promise<DnsServer> => (dns = await startDnsServer(zone));

/** Nothing here may reach the internet: 127.0.0.1 is allowed, and stands for a public address. */
const ALLOW_RECEIVER = { allow: ['127.0.0.1'] };

describe('a request to a name', () => {
  it('goes to the address that was judged', async () => {
    const { resolve, lookups } = await serve({ 'receiver.test': ['127.0.0.1'] });
    const receiver = await workshop.receiver({ answer: { body: 'ok' } });
    const sender = workshop.sender(guardWith(resolve, ALLOW_RECEIVER));
    const { response } = responseOf(
      await sender.send(request(`http://receiver.test:${receiver.port}/`)),
    );
    expect(response.body).toBe('ok');
    expect(receiver.requests[0]?.headers.host).toBe(`receiver.test:${receiver.port}`);
    expect(lookups).toEqual(['receiver.test']);
  });

  it.each<[string, Zone]>([
    ['at a private address', { 'receiver.test': ['10.0.0.7'] }],
    ['at a private IPv6 address', { 'receiver.test': ['fd00::7'] }],
    ['at a mapped address', { 'receiver.test': ['0:0:0:0:0:ffff:a00:7'] }],
    ['at a public and a private address', { 'receiver.test': ['127.0.0.1', '10.0.0.7'] }],
    ['at a private and a public address', { 'receiver.test': ['10.0.0.7', '127.0.0.1'] }],
    ['at a public IPv4 and a private IPv6 address', { 'receiver.test': ['127.0.0.1', 'fd00::7'] }],
    [
      'that leads to a private one over others',
      {
        'receiver.test': [{ cname: 'a.receiver.test' }],
        'a.receiver.test': [{ cname: 'internal.test' }],
        'internal.test': ['10.0.0.7'],
      },
    ],
    ['at the metadata of a cloud', { 'receiver.test': ['169.254.169.254'] }],
  ])('%s is refused', async (_what, zone) => {
    const { resolve } = await serve(zone);
    const receiver = await workshop.receiver();
    const sender = workshop.sender(guardWith(resolve, ALLOW_RECEIVER));
    const { error } = await sender.send(request(`http://receiver.test:${receiver.port}/`));
    expect(error?.code).toBe('address_blocked');
    expect(error?.message).toMatch(/^Nothing was sent: receiver\.test is at .* network\.allow/);
    expect(receiver.connectionCount).toBe(0);
  });

  it('that leads to an allowed address over others is sent', async () => {
    const { resolve } = await serve({
      'receiver.test': [{ cname: 'a.receiver.test' }],
      'a.receiver.test': [{ cname: 'b.receiver.test' }],
      'b.receiver.test': ['127.0.0.1'],
    });
    const receiver = await workshop.receiver();
    const sender = workshop.sender(guardWith(resolve, ALLOW_RECEIVER));
    responseOf(await sender.send(request(`http://receiver.test:${receiver.port}/`)));
  });

  it('that does not exist is told from a refused one', async () => {
    const { resolve } = await serve({ 'empty.test': [] });
    const sender = workshop.sender(guardWith(resolve));
    for (const host of ['missing.test', 'empty.test']) {
      const { error } = await sender.send(request(`http://${host}/`));
      expect(error?.code).toBe('dns_failed');
    }
    const nowhere = workshop.sender(guardWith(() => Promise.resolve([])));
    expect((await nowhere.send(request('http://a.test/'))).error?.code).toBe('dns_failed');
  });

  it('over TLS is refused as well, and otherwise shown the certificate of the name', async () => {
    const { resolve } = await serve({ 'receiver.test': ['10.0.0.7'], 'local.test': ['127.0.0.1'] });
    const receiver = await workshop.receiver({ tls: 'valid' });
    const sender = workshop.sender({
      ...guardWith(resolve, ALLOW_RECEIVER),
      certificateAuthorities: receiverCertificate('valid'),
    });
    const send = async (host: string) =>
      (await sender.send(request(`https://${host}:${receiver.port}/`))).error?.code;
    expect(await send('receiver.test')).toBe('address_blocked');
    expect(await send('local.test')).toBe('tls_failed');
    expect(await send('127.0.0.1')).toBeUndefined();
  });

  it('is looked up by the system where nothing else is given', async () => {
    const receiver = await workshop.receiver();
    const guard = createAddressGuard({
      rules: networkRulesOf({ allow: ['localhost'], ports: 'any', localAllowed: false }),
      behindProxy: false,
      onAllowedByDefault: () => undefined,
    });
    const url = `http://localhost:${receiver.port}/`;
    responseOf(await workshop.sender(guard).send(request(url)));
    expect(await guard.resolvedUrlFault(url)).toBeNull();
  });
});

describe('a name that changes its address', () => {
  const rebinding: Zone = {
    'receiver.test': (lookup) => [lookup === 0 ? '127.0.0.1' : '10.0.0.7'],
  };

  it('is looked up once for a connection, and keeps its verdict while that is kept', async () => {
    const { resolve, lookups } = await serve(rebinding);
    const receiver = await workshop.receiver();
    const sender = workshop.sender(guardWith(resolve, ALLOW_RECEIVER));
    const url = `http://receiver.test:${receiver.port}/`;
    for (let time = 0; time < 3; time += 1) responseOf(await sender.send(request(url)));
    expect(lookups).toHaveLength(1);

    receiver.answer({ headers: { Connection: 'close' } });
    responseOf(await sender.send(request(url)));
    const { error } = await sender.send(request(url));
    expect(error?.code).toBe('address_blocked');
    expect(error?.message).toContain('receiver.test is at 10.0.0.7, a private address');
    expect(lookups).toHaveLength(2);
    expect(receiver.requests).toHaveLength(4);
  });

  it('between saving and sending is refused when it is sent', async () => {
    const { resolve } = await serve({
      'receiver.test': (lookup) => [lookup === 0 ? '93.184.215.14' : '127.0.0.1'],
    });
    const receiver = await workshop.receiver();
    const guard = guardWith(resolve);
    const url = `http://receiver.test:${receiver.port}/`;
    expect(await guard.resolvedUrlFault(url)).toBeNull();
    const { error } = await workshop.sender(guard).send(request(url));
    expect(error?.code).toBe('address_blocked');
    expect(receiver.connectionCount).toBe(0);
  });
});

describe('redirects', () => {
  it('to a private address are answers, and not followed', async () => {
    const inside = await workshop.receiver();
    const receiver = await workshop.receiver({
      answer: { status: 307, headers: { Location: inside.url } },
    });
    const sender = workshop.sender(guardWith(() => Promise.resolve([]), ALLOW_RECEIVER));
    const { response } = responseOf(await sender.send(request(receiver.url)));
    expect(response.status).toBe(307);
    expect(inside.connectionCount).toBe(0);
  });
});

describe('saving', () => {
  it('tells what the name is at, and what would allow it', async () => {
    const { resolve } = await serve({ 'receiver.test': ['10.0.0.7'] });
    expect(await guardWith(resolve).resolvedUrlFault('https://receiver.test/hook')).toBe(
      'receiver.test is at 10.0.0.7, a private address; to allow it, add "receiver.test" or "10.0.0.7" to the setting network.allow',
    );
    const guard = guardWith(resolve, { allow: ['*.test'] });
    expect(await guard.resolvedUrlFault('https://receiver.test/hook')).toBeNull();
  });

  it.each<[string, ResolveHost]>([
    ['that fails', () => Promise.reject(new Error('ENOTFOUND'))],
    ['that never ends', () => new Promise(() => undefined)],
    ['that ends too late', () => new Promise((_done, fail) => setTimeout(fail, 60, new Error()))],
  ])('does not wait for a look-up %s, and refuses nothing then', async (_what, resolve) => {
    expect(await guardWith(resolve).resolvedUrlFault('https://receiver.test/hook')).toBeNull();
  });

  it.each([
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://１２７.0.0.1/',
    'http://%31%32%37.0.0.1/',
    'http://example.com@127.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]/',
    'http://localhost./',
    'http://LOCALHOST/',
    'http:\\\\127.0.0.1\\',
  ])('looks nothing up for %s, which is refused', async (url) => {
    const asked: string[] = [];
    const guard = guardWith(async (host) => {
      asked.push(host);
      return [{ address: '93.184.215.14', family: 4 }];
    });
    expect(await guard.resolvedUrlFault(url)).toMatch(
      / is (at 127\.0\.0\.1, )?a loopback address|, a loopback/,
    );
    expect(asked).toEqual([]);
  });

  it('looks at the port', async () => {
    const guard = guardWith(() => Promise.resolve([]), { ports: [443] });
    expect(guard.urlFault('https://example.com/')).toBeNull();
    expect(guard.urlFault('http://example.com/')).toMatch(/^port 80 is not one of/);
    expect(guard.urlFault('https://example.com:25/')).toMatch(/^port 25 is not one of/);
    const { error } = await workshop.sender(guard).send(request('https://example.com:25/'));
    expect(error).toEqual({
      code: 'address_blocked',
      message: 'Nothing was sent: port 25 is not one of the setting network.ports (443)',
    });
  });
});

it('tells once that addresses are allowed by default, and never when an entry allows them', async () => {
  const receiver = await workshop.receiver();
  const resolve: ResolveHost = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const listed = guardWith(resolve, { allow: ['127.0.0.1'], localAllowed: true });
  responseOf(await workshop.sender(listed).send(request(receiver.url)));
  expect(listed.notices).toEqual([]);

  const guard = guardWith(resolve, { localAllowed: true });
  const sender = workshop.sender(guard);
  await guard.resolvedUrlFault('http://receiver.test/');
  for (let time = 0; time < 3; time += 1) responseOf(await sender.send(request(receiver.url)));
  expect(guard.notices).toEqual(['receiver.test']);
});
