import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptView } from '../../server/src/contracts/delivery';
import { startAppProcess, type AppProcess } from '../helpers/app-process';
import { installedDatabase, type TestDatabase } from '../helpers/database-under-test';
import { FAST_SETTINGS } from '../helpers/plugin';
import {
  receiverCertificate,
  startReceiver,
  type CertificateKind,
  type Receiver,
} from '../helpers/receiver';
import { waitUntil } from '../helpers/wait-until';

jest.setTimeout(240_000);

const PATIENCE_MS = 90_000;
const ENTRIES = 10;
const CREATE_WEBHOOK = `
  const { webhook } = await strapi.plugin('durable-webhooks').service('webhooks').create(argument);
  return webhook.id;`;
const SAVE = `
  for (let saved = 0; saved < argument; saved += 1) {
    await strapi.documents('api::tag.tag').create({ data: { name: 'tag ' + saved } });
  }`;
const FIRST_ATTEMPT = `
  const deliveries = strapi.plugin('durable-webhooks').service('deliveries');
  for (const { id } of await deliveries.list({ webhookId: argument, limit: 100 })) {
    const { attempts } = await deliveries.find(id);
    if (attempts.length > 0) return attempts[0];
  }
  return null;`;

let folder: string;
let database: TestDatabase;
let app: AppProcess | undefined;
const receivers: Receiver[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-webhooks-certificates-'));
  await mkdir(join(folder, 'uploads'));
  database = await installedDatabase();
});
afterEach(async () => {
  await app?.kill();
  for (const receiver of receivers.splice(0)) await receiver.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Node reads whom to trust besides its own list when a process starts. */
const startTrusting = async (kinds: readonly CertificateKind[]): Promise<AppProcess> => {
  const trusted = join(folder, 'trusted.crt');
  await writeFile(trusted, kinds.map(receiverCertificate).join('\n'));
  return startAppProcess({
    ...database.environment,
    PUBLIC_DIR: folder,
    NODE_EXTRA_CA_CERTS: trusted,
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
      ...FAST_SETTINGS,
      timeoutMs: 20_000,
      connectTimeoutMs: 20_000,
      lease: { durationMs: 40_000 },
      retry: { schedule: [0.05], jitter: 0 },
      maxConsecutiveFailures: 1_000_000,
    }),
  });
};

it('refuses a certificate that is expired or for another name, whoever vouches for it, and says so; a good one is served', async () => {
  const running = await startTrusting(['valid', 'expired', 'other-name']);
  app = running;
  const webhookTo = async (tls: CertificateKind): Promise<[Receiver, number]> => {
    const receiver = await startReceiver({ tls });
    receivers.push(receiver);
    const webhook = { topics: ['entry.create'], deliveryUrl: receiver.url };
    return [receiver, await running.run<number>(CREATE_WEBHOOK, webhook)];
  };
  const [healthy] = await webhookTo('valid');
  const [expired, expiredId] = await webhookTo('expired');
  const [otherName, otherNameId] = await webhookTo('other-name');

  await running.run(SAVE, ENTRIES);
  // The entries, and the ping.
  await healthy.waitFor(ENTRIES + 1, { timeoutMs: PATIENCE_MS });

  const firstAttempt = (webhookId: number): Promise<AttemptView | null> =>
    waitUntil(
      () => running.run<AttemptView | null>(FIRST_ATTEMPT, webhookId),
      (attempt) => attempt !== null,
      `an attempt of webhook ${webhookId}`,
      PATIENCE_MS,
    );
  expect(await firstAttempt(expiredId)).toMatchObject({
    outcome: 'failure',
    response: null,
    error: {
      code: 'tls_failed',
      message: 'The TLS connection failed: certificate has expired (CERT_HAS_EXPIRED)',
    },
  });
  expect(await firstAttempt(otherNameId)).toMatchObject({
    outcome: 'failure',
    response: null,
    error: {
      code: 'tls_failed',
      message: expect.stringMatching(
        /^The TLS connection failed: .*IP: 127\.0\.0\.1 is not in the cert's list.*\(ERR_TLS_CERT_ALTNAME_INVALID\)$/,
      ),
    },
  });
  expect([...expired.requests, ...otherName.requests]).toEqual([]);
});
