/**
 * How long people wait for a page of the delivery log, for the health of all webhooks and for the charts,
 * with 100,000 deliveries in it. Build the plugin first.
 *
 *   node bench/listing.mjs                  on SQLite, and on PostgreSQL where DURABLE_TEST_POSTGRES_URL answers
 *   node bench/listing.mjs --rows 1000000   with another number of deliveries
 *   node bench/listing.mjs --check          fails when a filter other than free text takes 50 ms or longer
 *
 * Every filter is measured with a value that most deliveries have, one that a few old ones have, and one that
 * none has: the first is the usual case, the last the worst.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const { createStrapi } = require('@strapi/strapi');
const createKnex = require('knex');

const { values: options } = parseArgs({
  options: { rows: { type: 'string', default: '100000' }, check: { type: 'boolean' } },
});
const ROWS = Number(options.rows);
const LIMIT_MS = 50;
const ROUNDS = 15;
const WEBHOOKS = 10;
const BATCH = 400;
const PLAYGROUND = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'playground');
const POSTGRES_URL = process.env.DURABLE_TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432';
const DATABASE_NAME = `durable_bench_${process.pid}`;

const END = Date.now();
const SPAN = 30 * 24 * 3600 * 1000;

const hex = (value, length) => value.toString(16).padStart(length, '0').slice(-length);
const pick = (list, index) => list[index % list.length];

/** A delivery of a busy month: most succeed, some failed, an outage left some open; three very old ones are odd. */
const deliveryOf = (index, webhookIds) => {
  const createdAt = END - SPAN + Math.floor((SPAN * index) / ROWS);
  const webhookId =
    index % 500 === 3 ? webhookIds[WEBHOOKS - 1] : pick(webhookIds.slice(0, -1), index);
  const isOdd = index < 3;
  const state =
    index % 200 === 7
      ? 'failed'
      : index % 1000 === 9
        ? 'discarded'
        : index % 300 === 11
          ? 'pending'
          : 'succeeded';
  const uuid = `${hex(createdAt, 12)}7${hex(index, 19)}`;
  return {
    id: `dlv_${uuid}_${webhookId}`,
    event_id: `evt_${uuid}`,
    webhook_id: webhookId,
    topic: isOdd
      ? 'order.refunded'
      : pick(['entry.create', 'entry.update', 'entry.publish'], index),
    uid: isOdd ? 'api::order.order' : pick(['api::article.article', 'api::tag.tag'], index),
    document_id: isOdd ? 'theoneandonlydocument000' : `doc${hex(index % 20_000, 21)}`,
    locale: isOdd ? 'eo' : pick(['en', 'fr'], index),
    state,
    sequence: index + 1,
    attempt_count: 1,
    failed_attempt_count: 0,
    interrupted_count: 0,
    due_at: state === 'pending' ? END + 3_600_000 : null,
    last_status_code: isOdd ? 418 : state === 'succeeded' ? 200 : 500,
    last_error: state === 'succeeded' ? null : 'HTTP 500',
    created_at: createdAt,
    finished_at: state === 'pending' ? null : createdAt + 80,
  };
};

const attemptOf = ({ id, created_at: createdAt }, index) => ({
  delivery_id: id,
  number: 1,
  attempt_trigger: 'scheduled',
  outcome: index % 200 === 7 ? 'failure' : 'success',
  started_at: createdAt + 5,
  duration_ms: 20 + ((index * 7919) % 400),
  request_method: 'POST',
  request_url: 'https://example.com/hook',
  request_headers: JSON.stringify({ 'content-type': 'application/json', 'x-a': 'b'.repeat(300) }),
  response_status: 200,
  response_headers: '{}',
  response_body: 'o'.repeat(300),
  response_truncated: 0,
  late: 0,
});

const fill = async (strapi) => {
  const webhooks = strapi.plugin('durable-webhooks').service('webhooks');
  const ids = [];
  for (let index = 0; index < WEBHOOKS; index += 1) {
    const { webhook } = await webhooks.create({
      name: `Receiver ${index}`,
      topics: ['entry.*'],
      deliveryUrl: `https://example.com/hook/${index}`,
      ...(index === 1 && { status: 'paused' }),
    });
    ids.push(webhook.id);
  }
  const knex = strapi.db.connection;
  for (let start = 0; start < ROWS; start += BATCH) {
    const count = Math.min(BATCH, ROWS - start);
    const rows = Array.from({ length: count }, (_, offset) => deliveryOf(start + offset, ids));
    await knex.transaction(async (trx) => {
      await trx.batchInsert('durable_webhooks_deliveries', rows, BATCH / 4);
      await trx.batchInsert('durable_webhooks_attempts', rows.map(attemptOf), BATCH / 4);
    });
  }
  return ids;
};

const iso = (ms) => new Date(ms).toISOString();

const questions = (ids) => {
  const busy = ids[0];
  const paused = ids[1];
  const quiet = ids[WEBHOOKS - 1];
  return [
    ['no filter', {}],
    ['webhook, busy', { webhookId: busy }],
    ['webhook, quiet', { webhookId: quiet }],
    ['state succeeded', { state: ['succeeded'] }],
    ['state failed', { state: ['failed'] }],
    ['state discarded', { state: ['discarded'] }],
    ['state pending', { state: ['pending'] }],
    ['state held', { state: ['held'] }],
    ['webhook and state, none', { webhookId: quiet, state: ['held'] }],
    ['held of one webhook', { webhookId: paused, state: ['held'] }],
    ['topic, common', { topic: ['entry.publish'] }],
    ['topic, rare', { topic: ['order.refunded'] }],
    ['topics, none', { topic: ['order.lost', 'order.found'] }],
    ['uid, common', { uid: ['api::article.article'] }],
    ['uid, rare', { uid: ['api::order.order'] }],
    ['uid, none', { uid: ['api::nothing.nothing'] }],
    ['documentId, usual', { documentId: `doc${hex(7, 21)}` }],
    ['documentId, rare', { documentId: 'theoneandonlydocument000' }],
    ['documentId, none', { documentId: 'nothing' }],
    ['locale, common', { locale: 'en' }],
    ['locale, rare', { locale: 'eo' }],
    ['locale, none', { locale: 'xx' }],
    ['status code, common', { statusCode: [200] }],
    ['status code, rare', { statusCode: [418] }],
    ['status code, none', { statusCode: [302, 307] }],
    ['time, last day', { createdFrom: iso(END - 24 * 3600 * 1000) }],
    ['time, first day', { createdTo: iso(END - SPAN + 24 * 3600 * 1000) }],
    ['time, nothing', { createdFrom: iso(END + 1000) }],
    ['time and state', { createdTo: iso(END - SPAN / 2), state: ['failed'] }],
    ['topic, uid and locale', { topic: ['entry.update'], uid: ['api::tag.tag'], locale: 'eo' }],
    ['a whole delivery id', { text: `dlv_${hex(0, 32)}_1` }],
    ['free text, none', { text: 'nowhere to be found' }],
  ];
};

const medianOf = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

const measure = async (title, work, rounds = ROUNDS) => {
  const times = [];
  let found;
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    found = await work();
    times.push(performance.now() - began);
  }
  return {
    title,
    found,
    bestMs: Math.min(...times),
    medianMs: medianOf(times),
    worstMs: Math.max(...times),
  };
};

const print = ({ title, found, bestMs, medianMs, worstMs }) => {
  const ms = (value) => value.toFixed(1).padStart(8);
  console.log(`${title.padEnd(28)}${ms(bestMs)}${ms(medianMs)}${ms(worstMs)}  ${found}`);
};

const run = async (name, environment) => {
  Object.assign(process.env, {
    NODE_ENV: 'test',
    STRAPI_TELEMETRY_DISABLED: 'true',
    LOG_LEVEL: 'error',
    STARTUP_LOG: 'false',
    DURABLE_WEBHOOKS_SETTINGS: JSON.stringify({ dispatcher: 'never' }),
    ...environment,
  });
  const strapi = createStrapi({ appDir: PLAYGROUND, distDir: PLAYGROUND, serveAdminPanel: false });
  await strapi.load();
  const began = performance.now();
  const ids = await fill(strapi);
  if (name === 'PostgreSQL') await strapi.db.connection.raw('vacuum analyze');
  console.log(
    `\n${name}: ${ROWS} deliveries of ${WEBHOOKS} webhooks (written in ${((performance.now() - began) / 1000).toFixed(0)} s)`,
  );
  console.log(
    `${'milliseconds'.padEnd(28)}${'best'.padStart(8)}${'median'.padStart(8)}${'worst'.padStart(8)}  found`,
  );
  const plugin = strapi.plugin('durable-webhooks');
  const slow = [];
  for (const [title, filters] of questions(ids)) {
    const result = await measure(title, async () => {
      const { deliveries } = await plugin.service('deliveries').search({ filters });
      return deliveries.length;
    });
    print(result);
    if (result.medianMs >= LIMIT_MS && !title.startsWith('free text')) slow.push(title);
  }
  const others = [
    ['health of all webhooks', async () => (await plugin.service('webhooks').health()).length],
    ['stats, 24 hours', async () => (await plugin.service('stats').read({})).totals.attempts],
    [
      'stats, 30 days, one webhook',
      async () =>
        (
          await plugin
            .service('stats')
            .read({ from: iso(END - SPAN), bucket: 'day', webhookId: ids[0] })
        ).totals.attempts,
    ],
    [
      'stats, 30 days by day',
      async () =>
        (await plugin.service('stats').read({ from: iso(END - SPAN), bucket: 'day' })).totals
          .attempts,
    ],
    [
      'stats, 30 days by hour',
      async () =>
        (await plugin.service('stats').read({ from: iso(END - SPAN), bucket: 'hour' })).totals
          .attempts,
    ],
    [
      'replay, dry run',
      async () =>
        (
          await plugin
            .service('deliveries')
            .replay({ filters: { state: ['failed'] }, dryRun: true })
        ).matched,
    ],
  ];
  for (const [title, work] of others) print(await measure(title, work, 5));
  await strapi.destroy();
  return slow.map((title) => `${name}: ${title}`);
};

const onPostgres = async (sql) => {
  const url = new URL(POSTGRES_URL);
  const knex = createKnex({
    client: 'pg',
    connection: { connectionString: url.href, connectionTimeoutMillis: 2000 },
  });
  try {
    await knex.raw(sql);
    return true;
  } catch (error) {
    console.log(`PostgreSQL is skipped: ${error.message}`);
    return false;
  } finally {
    await knex.destroy();
  }
};

const main = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'durable-webhooks-bench-'));
  mkdirSync(join(folder, 'public', 'uploads'), { recursive: true });
  const slow = await run('SQLite', {
    DATABASE_CLIENT: 'sqlite',
    DATABASE_FILENAME: join(folder, 'data.db'),
    PUBLIC_DIR: join(folder, 'public'),
  });
  if (await onPostgres(`create database ${DATABASE_NAME}`)) {
    const url = new URL(POSTGRES_URL);
    const found = await run('PostgreSQL', {
      DATABASE_CLIENT: 'postgres',
      DATABASE_HOST: url.hostname,
      DATABASE_PORT: url.port,
      DATABASE_NAME,
      DATABASE_USERNAME: decodeURIComponent(url.username),
      DATABASE_PASSWORD: decodeURIComponent(url.password),
    });
    slow.push(...found);
    await onPostgres(`drop database if exists ${DATABASE_NAME} with (force)`);
  }
  rmSync(folder, { recursive: true, force: true });
  if (slow.length > 0) console.log(`\n${LIMIT_MS} ms or longer: ${slow.join('; ')}`);
  process.exit(options.check && slow.length > 0 ? 1 : 0);
};

await main();
