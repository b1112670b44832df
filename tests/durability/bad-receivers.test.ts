import type { DeliveryView } from '../../server/src/contracts/delivery';
import type { AttemptErrorCode } from '../../server/src/domain/attempt';
import { TABLE_NAMES } from '../../server/src/adapters/database/tables';
import { FAST_SETTINGS, pluginOf, type PluginUnderTest } from '../helpers/plugin';
import {
  startReceiver,
  type Answer,
  type CertificateKind,
  type Receiver,
  type Script,
} from '../helpers/receiver';
import { bootPlayground, type BootedPlayground } from '../helpers/strapi';
import { waitUntil } from '../helpers/wait-until';

jest.setTimeout(240_000);

const TIMEOUT_MS = 4_000;
/** Longer than the whole test: who has to wait for a dead receiver is found out on any machine. */
const DEAD_TIMEOUT_MS = 120_000;
const PATIENCE_MS = 90_000;
const ENTRIES = 25;
const DEAD = 20;
const DAY_MS = 24 * 3600 * 1000;
const MEBIBYTE = 1024 * 1024;

let app: BootedPlayground;
let plugin: PluginUnderTest;
const receivers: Receiver[] = [];

beforeAll(async () => {
  app = await bootPlayground({
    settings: {
      ...FAST_SETTINGS,
      timeoutMs: TIMEOUT_MS,
      connectTimeoutMs: TIMEOUT_MS,
      lease: { durationMs: 2 * DEAD_TIMEOUT_MS },
      retry: { schedule: [0.05], jitter: 0 },
      // Fewer than there are dead receivers.
      concurrency: { total: 8 },
      // A bad one stays in the way, however often it fails.
      maxConsecutiveFailures: 1_000_000,
      shutdownTimeoutMs: 1_000,
    },
  });
  plugin = pluginOf(app.strapi);
});
afterAll(() => app.stop());
afterEach(async () => {
  for (const { id } of await plugin.webhooks.list()) await plugin.webhooks.delete(id);
  for (const receiver of receivers.splice(0)) await receiver.close();
});

const openReceiver = async (answer: Script, tls?: CertificateKind): Promise<Receiver> => {
  const receiver = await startReceiver(tls === undefined ? { answer } : { answer, tls });
  receivers.push(receiver);
  return receiver;
};

const webhookTo = async ({ url }: Receiver, timeoutMs = TIMEOUT_MS): Promise<number> => {
  const { webhook } = await plugin.webhooks.create({
    topics: ['entry.create'],
    deliveryUrl: url,
    timeoutMs,
  });
  return webhook.id;
};

let saved = 0;
/** Saves entries one after the other. @returns their names */
const saveEntries = async (count: number): Promise<string[]> => {
  const names = Array.from({ length: count }, () => `tag ${(saved += 1)}`);
  for (const name of names) {
    await app.strapi.documents('api::tag.tag').create({ data: { name } });
  }
  return names;
};

const entryName = (json: unknown): string | undefined =>
  (json as { entry?: { name: string } }).entry?.name;

const receives = async (receiver: Receiver, names: readonly string[]): Promise<void> => {
  const hasAll = (requests: Receiver['requests']): boolean => {
    const received = new Set(requests.map(({ json }) => entryName(json)));
    return names.every((name) => received.has(name));
  };
  await receiver.waitFor(hasAll, { timeoutMs: PATIENCE_MS });
};

/** What the first attempt at an entry came to, once one is over. */
const firstAttempt = async (webhookId: number) => {
  const isOver = ({ topic, attemptCount, inFlight }: DeliveryView): boolean =>
    topic !== 'ping' && (attemptCount > 1 || (attemptCount === 1 && !inFlight));
  const all = await waitUntil(
    () => plugin.deliveries.list({ webhookId, limit: 500 }),
    (deliveries) => deliveries.some(isOver),
    `an attempt of webhook ${webhookId}`,
    60_000,
  );
  const { attempts } = await plugin.deliveries.find(all.find(isOver)?.id ?? '');
  return attempts[0];
};

interface Misbehaviour {
  readonly answer: Answer;
  readonly tls?: CertificateKind;
  /** What must be on record; null where the receiver did answer. */
  readonly code: AttemptErrorCode | null;
  readonly words: RegExp | null;
}

const BROKEN_BODY = /answered 200, but the connection broke before the body ended/;
const MISBEHAVIOURS: Readonly<Record<string, Misbehaviour>> = {
  'never answers': {
    answer: { fault: 'hang' },
    code: 'timeout',
    words: /did not answer within 4000 ms/,
  },
  'sends a byte a second': {
    answer: { fault: 'slow-body', everyMs: 1_000 },
    code: 'timeout',
    words: /answered 200, but its body did not end within 4000 ms/,
  },
  'answers after the timeout': {
    answer: { delayMs: TIMEOUT_MS + 1_000 },
    code: 'timeout',
    words: /did not answer within 4000 ms/,
  },
  'breaks off in the middle of the body': {
    answer: { fault: 'cut-body', body: 'half' },
    code: 'connection_reset',
    words: BROKEN_BODY,
  },
  'resets the connection in the middle of the body': {
    answer: { fault: 'reset-body', body: 'half' },
    code: 'connection_reset',
    words: BROKEN_BODY,
  },
  'resets the connection': {
    answer: { fault: 'reset' },
    code: 'connection_reset',
    words: /closed the connection before it answered/,
  },
  'sends huge headers': {
    answer: { fault: 'raw', body: `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(500_000)}\r\n\r\n` },
    code: 'invalid_response',
    words: /headers are too large/,
  },
  'speaks no HTTP': {
    answer: { fault: 'raw', body: '220 mail.example.com ESMTP\r\n' },
    code: 'invalid_response',
    words: /something that is not HTTP/,
  },
  'has a certificate that nobody vouches for': {
    answer: {},
    tls: 'valid',
    code: 'tls_failed',
    words: /self-signed certificate/,
  },
  'never ends its body': { answer: { fault: 'endless-body' }, code: null, words: null },
  'promises to keep its connection and closes it': {
    answer: {
      fault: 'raw',
      body: 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n',
    },
    code: null,
    words: null,
  },
};

it('a healthy receiver is not held up by every kind of bad one, and each record says what happened', async () => {
  const healthy = await openReceiver({});
  const healthyId = await webhookTo(healthy);
  await receives(healthy, await saveEntries(ENTRIES));
  const memoryBefore = process.memoryUsage().rss;

  const bad = new Map<string, number>();
  for (const [name, { answer, tls }] of Object.entries(MISBEHAVIOURS)) {
    bad.set(name, await webhookTo(await openReceiver(answer, tls)));
  }
  const dead = await openReceiver({ fault: 'hang' });
  for (let index = 0; index < DEAD; index += 1) await webhookTo(dead, DEAD_TIMEOUT_MS);
  await dead.waitFor(DEAD, { timeoutMs: PATIENCE_MS });

  await receives(healthy, await saveEntries(ENTRIES));
  // How long that takes is a measure of the benchmark. Here: the dead were on the wire all the time.
  expect(dead.openConnectionCount).toBe(DEAD);
  const deliveries = await plugin.deliveriesWhen(healthyId, (all) =>
    all.every(({ state }) => state === 'succeeded'),
  );
  expect(deliveries).toHaveLength(2 * ENTRIES);

  for (const [name, { code, words }] of Object.entries(MISBEHAVIOURS)) {
    const attempt = await firstAttempt(bad.get(name) ?? 0);
    const seen = { name, code: attempt?.error?.code ?? null, message: attempt?.error?.message };
    expect(seen).toEqual({
      name,
      code,
      message: words === null ? undefined : expect.stringMatching(words),
    });
    expect(attempt?.outcome).toBe(code === null ? 'success' : 'failure');
  }
  const endless = await firstAttempt(bad.get('never ends its body') ?? 0);
  expect(endless?.response).toMatchObject({ status: 200, bodyTruncated: true });
  expect((process.memoryUsage().rss - memoryBefore) / MEBIBYTE).toBeLessThan(150);
});

/** For how long a webhook is left alone after its receiver said 429, counted from when it said so. */
const silenceAfter = async (headers: Record<string, string>): Promise<number | null> => {
  const receiver = await openReceiver((request) =>
    request.headers['x-strapi-event'] === 'entry.create' ? { status: 429, headers } : {},
  );
  const id = await webhookTo(receiver);
  await receiver.waitFor(1);
  await saveEntries(1);
  const attempt = await firstAttempt(id);
  expect(attempt).toMatchObject({ outcome: 'failure', response: { status: 429 } });
  const row: { not_before_at: unknown } | undefined = await app.strapi.db
    .getConnection(TABLE_NAMES.webhooks)
    .where({ id })
    .first('not_before_at');
  if (row?.not_before_at === null || row === undefined) return null;
  const endedAtMs = Date.parse(attempt?.startedAt ?? '') + (attempt?.durationMs ?? 0);
  return Number(row.not_before_at) - endedAtMs;
};

it.each<[string, () => string, number | null]>([
  ['seconds', () => '3600', 3_600_000],
  ['a date', () => new Date(Date.now() + 3_600_000).toUTCString(), 3_600_000],
  ['more than a day', () => '999999999999', DAY_MS],
  ['a date in the past', () => new Date(0).toUTCString(), null],
  ['no time at all', () => 'soon', null],
  ['less than nothing', () => '-5', null],
])('429 with a Retry-After of %s: a healthy receiver goes on', async (_what, value, expected) => {
  const healthy = await openReceiver({});
  await webhookTo(healthy);
  const silence = await silenceAfter({ 'Retry-After': value() });
  if (expected === null) expect(silence).toBeNull();
  // A date has whole seconds, and what was settled together was settled a moment later.
  else expect(Math.abs((silence ?? 0) - expected)).toBeLessThan(30_000);
  await receives(healthy, await saveEntries(3));
});
