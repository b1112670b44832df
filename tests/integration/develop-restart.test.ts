import type { Knex } from 'knex';
import { z } from 'zod';
import { TABLE_NAMES } from '../../server/src/adapters/database/tables';
import { installedDatabase, type TestDatabase } from '../helpers/database-under-test';
import { isAlive, startDevelopProcess, type DevelopProcess } from '../helpers/develop-process';
import { notHere } from '../helpers/not-here';
import { FAST_SETTINGS } from '../helpers/plugin';
import {
  startReceiver,
  type Answer,
  type ReceivedRequest,
  type Receiver,
} from '../helpers/receiver';
import { waitUntil } from '../helpers/wait-until';

jest.setTimeout(240_000);

const PATIENCE_MS = 30_000;
const GRACE_MS = 3_000;
/** What the plugin and Strapi may need beyond the grace, on a busy machine. */
const STRAPI_MS = 10_000;
/** Nobody ends the process of an app that was shut down: it ends when nothing is left in it, which takes moments. */
const LAST_MOMENTS_MS = 5_000;

interface AttemptRow {
  readonly delivery_id: string;
  readonly number: number;
  readonly outcome: string;
}

const loginBody = z.object({ data: z.object({ token: z.string() }) });
const eventBody = z.object({ entry: z.object({ name: z.string() }).optional() });

let database: TestDatabase;
let knex: Knex;
let slow: Receiver;
let dead: Receiver;
let develop: DevelopProcess | undefined;

beforeEach(async () => {
  database = await installedDatabase();
  knex = database.connect();
  [slow, dead] = [await startReceiver(), await startReceiver()];
});
afterEach(async () => {
  await develop?.cleanUp();
  for (const receiver of [slow, dead]) await receiver.close();
  await database.drop();
});

const start = async (): Promise<DevelopProcess> => {
  const hookTo = (key: string, { url }: Receiver) => ({
    key,
    deliveryUrl: url,
    topics: ['entry.create'],
  });
  develop = await startDevelopProcess({
    ...database.environment,
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({
      ...FAST_SETTINGS,
      dispatcher: 'auto',
      timeoutMs: 30_000,
      lease: { durationMs: 60_000 },
      shutdownTimeoutMs: GRACE_MS,
      hooks: [hookTo('slow', slow), hookTo('dead', dead)],
    }),
  });
  return develop;
};

const post = async (url: string, body: unknown, token = ''): Promise<unknown> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${url}: ${answer.status} ${text}`);
  return JSON.parse(text);
};

/** Makes the first administrator, who then saves tags. */
const savesTags = async ({ url }: DevelopProcess): Promise<(name: string) => Promise<unknown>> => {
  const person = { firstname: 'Ada', email: 'ada@example.com', password: 'Playground-1' };
  const { data } = loginBody.parse(await post(`${url}/admin/register-admin`, person));
  return (name) =>
    post(`${url}/content-manager/collection-types/api::tag.tag`, { name }, data.token);
};

const isAbout =
  (tag: string) =>
  ({ json }: ReceivedRequest): boolean =>
    eventBody.parse(json).entry?.name === tag;

/** Delivery and number of the attempts that a receiver saw of a tag. */
const seen = ({ requests }: Receiver, tag: string): string[] =>
  requests
    .filter(isAbout(tag))
    .map(
      ({ headers }) =>
        `${String(headers['x-wc-webhook-delivery-id'])} ${String(headers['x-webhook-attempt'])}`,
    );

/** The same of what is on record, and what came of it. */
const recorded = async (): Promise<Record<string, string>> => {
  const rows = await knex<AttemptRow>(TABLE_NAMES.attempts).select();
  return Object.fromEntries(rows.map((row) => [`${row.delivery_id} ${row.number}`, row.outcome]));
};

/** Makes the first request about a tag wait, and answers all others at once. */
const holdFirst = (
  receiver: Receiver,
  tag: string,
  answer: () => Answer | Promise<Answer>,
): void => {
  let isHeld = false;
  receiver.answer((request) => {
    if (isHeld || !isAbout(tag)(request)) return {};
    isHeld = true;
    return answer();
  });
};

const said = (running: DevelopProcess, words: string, timeoutMs: number): Promise<string> =>
  waitUntil(
    () => running.output,
    (output) => output.includes(words),
    `strapi develop to say "${words}"`,
    timeoutMs,
  );

const restartsInTheMiddle = async (): Promise<void> => {
  const running = await start();
  const save = await savesTags(running);
  const [oldWorker = 0] = await running.workers();
  let answerSlow = (): void => undefined;
  const slowAnswer = new Promise<Answer>((give) => (answerSlow = () => give({ status: 200 })));
  holdFirst(slow, 'first', () => slowAnswer);
  holdFirst(dead, 'first', () => ({ fault: 'hang' }));
  await save('first');
  for (const receiver of [slow, dead]) {
    await receiver.waitFor((requests) => requests.some(isAbout('first')), {
      timeoutMs: PATIENCE_MS,
    });
  }
  const [answered = ''] = seen(slow, 'first');
  const [cutOff = ''] = seen(dead, 'first');

  await running.changeSource();
  await said(running, 'Shutting down Strapi', PATIENCE_MS);
  answerSlow();
  await said(running, 'Strapi has been shut down', GRACE_MS + STRAPI_MS);
  await waitUntil(
    () => isAlive(oldWorker),
    (alive) => !alive,
    'the old worker to end by itself',
    LAST_MOMENTS_MS,
  );
  // The new worker could only record them when their leases have run out.
  expect(await recorded()).toMatchObject({ [answered]: 'success', [cutOff]: 'interrupted' });

  await running.serves(2);
  await save('second');
  const again = cutOff.replace(/1$/, '2');
  await waitUntil(
    recorded,
    (outcomes) => {
      const later = [...seen(slow, 'second'), ...seen(dead, 'second'), again];
      return later.length >= 3 && later.every((attempt) => outcomes[attempt] === 'success');
    },
    'the new worker to deliver',
    PATIENCE_MS,
  );
  expect(seen(slow, 'first')).toEqual([answered]);
  expect(seen(dead, 'first')).toEqual([cutOff, again]);
  expect(seen(slow, 'second')).toHaveLength(1);
  expect(seen(dead, 'second')).toHaveLength(1);
  expect(running.output).not.toMatch(/error\S*: \[durable-webhooks\]|^Node\.js v/m);

  running.terminate();
  await waitUntil(
    () => running.hasEnded,
    Boolean,
    'the last process of strapi develop to end',
    GRACE_MS + STRAPI_MS,
  );
  expect(await running.workers()).toHaveLength(2);
};

if ((process.env['DURABLE_TEST_DATABASE'] ?? 'sqlite') === 'sqlite') {
  it(
    'leaves nothing behind when strapi develop restarts the app in the middle of requests, and repeats none of them',
    restartsInTheMiddle,
  );
} else {
  notHere('a restart of strapi develop is the same on each database, and tested on SQLite');
}
