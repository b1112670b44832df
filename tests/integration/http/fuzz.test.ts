import fc from 'fast-check';
import type { Endpoint } from '../../../server/src/contracts/endpoint';
import { ENDPOINTS } from '../../../server/src/contracts/endpoints';
import { errorAnswerSchema } from '../../../server/src/contracts/envelope';
import { openBothDoors, type BothDoors } from './both-doors';
import { aDelivery, ENDPOINT_NAMES } from './examples';
import {
  fingerprint,
  keepBooks,
  stored,
  takeSnapshot,
  type Bookkeeping,
  type Snapshot,
} from './fuzz/bookkeeping';
import { connectInProcess, type InProcessClient, type RawAnswer } from './fuzz/in-process-client';
import { expand, expandTarget } from './fuzz/hostile-values';
import { anyRequest, type DrawnRequest } from './fuzz/request-arbitrary';

/**
 * Requests to every endpoint of the contracts, drawn from its schemas and spoiled. A failure prints its
 * seed; `DURABLE_TEST_FUZZ_SEED` draws the same requests again. A crash is noticed by the test runner.
 */
const isSqlite = (process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite') === 'sqlite';
/** 20,000 on the three databases together; with many fewer, some endpoint might meet nothing that it accepts. */
const CASES = Number(process.env['DURABLE_TEST_FUZZ_CASES'] ?? (isSqlite ? 14_000 : 3_000));
const CASES_PER_RUN = 25;
const SEED = Number(process.env['DURABLE_TEST_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** What is wrong is for a person to read, and must not be many times what was sent. */
const MOST_ERROR_BYTES = 128 * 1024;
const CORE_UID = 'strapi::webhook';
const PREFIXES = { admin: '/durable-webhooks', 'content-api': '/api/durable-webhooks' } as const;

jest.setTimeout(900_000);

type App = BothDoors['app']['strapi'];

let world: BothDoors;
let client: InProcessClient;
let snapshot: Snapshot;
let deliveryIds: readonly string[];
let tokens: Readonly<Record<keyof typeof PREFIXES, string>>;

/** So that it is the plugin that meets a name of 10 MB, and not Strapi's parser alone. */
const allowLargeBodies = (strapi: App): void => {
  const large = { name: 'strapi::body', config: { jsonLimit: '20mb' } };
  strapi.config.set(
    'middlewares',
    strapi.config
      .get<unknown[]>('middlewares')
      .map((middleware) => (middleware === 'strapi::body' ? large : middleware)),
  );
};

beforeAll(async () => {
  world = await openBothDoors({
    settings: {
      dispatcher: 'never',
      topics: [{ name: 'order.paid' }],
      timeoutMs: 1_000,
      connectTimeoutMs: 200,
      limits: { testsPerMinute: 100_000, redeliveriesPerMinute: 100_000 },
    },
    hooks: { created: allowLargeBodies },
  });
  const { app, callers, plugin, receiver } = world;
  client = connectInProcess(app.strapi.server.httpServer);
  tokens = {
    admin: await callers.operatorToken(),
    'content-api': await callers.apiToken('full-access'),
  };
  const deliveryUrl = receiver.url;
  const { id } = await aDelivery(world);
  await plugin.webhooks.create({ topics: ['*'], deliveryUrl, headers: { Authorization: 'kept' } });
  await plugin.webhooks.create({ topics: ['entry.*'], deliveryUrl, contentTypes: [] });
  deliveryIds = [id, ...(await plugin.deliveries.list()).map((delivery) => delivery.id)];
  const core = { name: 'Core', url: receiver.url, headers: {}, events: ['entry.create'] };
  await app.strapi.get('webhookStore').createWebhook({ ...core, isEnabled: true });
  // What a power failure would lose is of no interest here.
  if (isSqlite) await app.strapi.db.connection.raw('pragma synchronous = off');
  snapshot = await takeSnapshot(app.strapi);
  // Strapi logs what its parser refuses.
  app.strapi.log.silent = true;
});
afterAll(async () => {
  client.close();
  await world.stop();
});

/** The bytes of a request, with the ids of what exists now. */
const bytesOf = (drawn: DrawnRequest, books: Bookkeeping): Buffer => {
  const ids = books.ids();
  const chosen = (at: string): number => ids[Number(at) % Math.max(1, ids.length)] ?? 1;
  const edited = chosen(/@webhook:(\d+)@/.exec(drawn.path)?.[1] ?? '0');
  const written = (text: string): string =>
    text
      .replaceAll(/"@webhook:(\d+)@"/g, (_, at: string) => String(chosen(at)))
      .replaceAll(/@webhook:(\d+)@/g, (_, at: string) => String(chosen(at)))
      .replaceAll(
        /@delivery:(\d+)@/g,
        (_, at: string) => deliveryIds[Number(at) % deliveryIds.length] ?? '',
      )
      .replaceAll('@updatedAt@', () => books.updatedAt(edited))
      .replaceAll('@receiver@', world.receiver.url);
  const target = written(drawn.query === '' ? drawn.path : `${drawn.path}?${drawn.query}`);
  const body = drawn.body === null ? null : expand(written(drawn.body));
  const head = [
    `${ENDPOINTS[drawn.name].method} ${PREFIXES[drawn.door]}${expandTarget(target)} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${tokens[drawn.door]}`,
    ...drawn.headers,
    ...(body === null
      ? []
      : [`Content-Type: ${drawn.contentType}`, `Content-Length: ${body.length}`]),
  ].join('\r\n');
  return Buffer.concat([expand(`${head}\r\n\r\n`), body ?? Buffer.alloc(0)]);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Every status that an answer tells of, also those inside of a batch. */
const statusesIn = (value: unknown): number[] => {
  if (typeof value !== 'object' || value === null) return [];
  const { error } = value as { error?: { status?: unknown } };
  return [
    ...(typeof error?.status === 'number' ? [error.status] : []),
    ...Object.values(value).flatMap(statusesIn),
  ];
};

/** The plugin forbids caches before it looks at anything. */
const cameFromUs = ({ headers }: RawAnswer): boolean => headers['cache-control'] === 'no-store';

/** Node's parser refuses a head that is too long or is none, and hangs up: Strapi never sees it. */
const cameFromNode = ({ status, headers, text }: RawAnswer): boolean =>
  (status === 400 || status === 431) && headers['connection'] === 'close' && text === '';

const CODE = /^[a-z]+(_[a-z]+)+$/;

/** Says what is wrong with an answer, or null. */
const faultOf = (endpoint: Endpoint, answer: RawAnswer): string | null => {
  const { status, text } = answer;
  const body = parsed(text);
  if (Math.max(status, ...statusesIn(body)) >= 500) return 'an error of its own';
  if (status < 300) {
    if (status !== endpoint.status) return `not ${endpoint.status}`;
    const checked = endpoint.answer.safeParse(body);
    return checked.success ? null : `not what the contract says: ${checked.error.message}`;
  }
  if (cameFromNode(answer)) return null;
  if (Buffer.byteLength(text) > MOST_ERROR_BYTES) return 'an endless error';
  const { data, error } = (body ?? {}) as { data?: unknown; error?: { status?: unknown } };
  if (data !== null || error?.status !== status) return "not Strapi's error envelope";
  if (!cameFromUs(answer)) return null;
  const { success, data: envelope } = errorAnswerSchema.safeParse(body);
  if (!success || !CODE.test(envelope.error.details.code ?? '')) return 'no code';
  return null;
};

/** What was sent so far, and what came of it. */
class Tally {
  sentCount = 0;
  ownCount = 0;
  readonly accepted = new Set<string>();
  readonly refused = new Set<string>();

  note({ name }: DrawnRequest, answer: RawAnswer): void {
    this.sentCount += 1;
    if (cameFromUs(answer)) this.ownCount += 1;
    (answer.status < 300 ? this.accepted : this.refused).add(name);
  }
}

const run = async (requests: readonly DrawnRequest[], tally: Tally): Promise<void> => {
  await snapshot.restore();
  await world.app.strapi.db.query(CORE_UID).updateMany({ where: {}, data: { enabled: true } });
  const books = keepBooks(await world.plugin.webhooks.list());
  let before = await fingerprint(world.app.strapi);
  for (const drawn of requests) {
    const endpoint: Endpoint = ENDPOINTS[drawn.name];
    const request = bytesOf(drawn, books);
    const answer = await client.send(request);
    tally.note(drawn, answer);
    let fault = faultOf(endpoint, answer);
    if (fault === null && endpoint.method !== 'GET') {
      const after = await fingerprint(world.app.strapi);
      if (answer.status < 300) books.note(endpoint, parsed(answer.text));
      else if (after !== before) fault = 'refused, and something was saved';
      before = after;
    }
    if (fault !== null) {
      throw new Error(
        [
          `${fault}\n`,
          request.subarray(0, 4_000).toString('latin1'),
          `\n${answer.status} ${answer.text.slice(0, 2_000)}`,
        ].join('\n'),
      );
    }
  }
  const webhooks = await world.plugin.webhooks.list();
  // An import answers with ids alone.
  books.note(
    ENDPOINTS['import.run'],
    webhooks.filter(({ name }) => name === 'Core'),
  );
  expect(stored(webhooks)).toEqual(books.expected());
  expect(await fingerprint(world.app.strapi)).toBe(before);
};

it(`answers ${CASES} hostile requests without an error of its own, and saves what it says`, async () => {
  const tally = new Tally();
  const requests = fc.array(anyRequest, { minLength: CASES_PER_RUN, maxLength: CASES_PER_RUN });
  await fc.assert(
    fc.asyncProperty(requests, (drawn) => run(drawn, tally)),
    { numRuns: Math.ceil(CASES / CASES_PER_RUN), seed: SEED, endOnFailure: true },
  );
  expect(tally.sentCount).toBeGreaterThanOrEqual(CASES);
  // It would say little of the plugin if most requests ended in Strapi's own parser,
  expect(tally.ownCount / tally.sentCount).toBeGreaterThan(0.9);
  // and little of a route that accepted, or refused, whatever came.
  expect(ENDPOINT_NAMES.filter((name) => !tally.accepted.has(name))).toEqual([]);
  expect(ENDPOINT_NAMES.filter((name) => !tally.refused.has(name))).toEqual([]);
});
