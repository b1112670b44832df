'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

/** Rows as years of work would leave them, written by SQL: through the plugin they would take too long. */
const EVENTS = 'durable_webhooks_events';
const DELIVERIES = 'durable_webhooks_deliveries';
const CHUNK = 20_000;
/** Every fourth event is owed to another webhook too: the first has 80 % of all deliveries. */
const SHARED_EVERY = 4;
const DAY_MS = 24 * 3600 * 1000;

const TEN = `(${Array.from({ length: 10 }, (_, digit) => `select ${digit} as d`).join(' union all ')})`;

const DIALECTS = {
  sqlite: {
    text: (...parts) => parts.join(' || '),
    hex: "printf('%032x', n)",
    numbers:
      'with recursive numbers(n) as (select ? union all select n + 1 from numbers where n < ?)',
    from: 'numbers',
    bindings: (first, last) => [first, last],
  },
  postgres: {
    text: (...parts) => parts.join(' || '),
    hex: "lpad(to_hex(n), 32, '0')",
    numbers: '',
    from: 'generate_series(?::bigint, ?::bigint) as numbers(n)',
    bindings: (first, last) => [first, last],
  },
  mysql: {
    text: (...parts) => `concat(${parts.join(', ')})`,
    hex: "lpad(lower(hex(n)), 32, '0')",
    numbers: '',
    from:
      '(select ? + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n' +
      ` from ${TEN} a, ${TEN} b, ${TEN} c, ${TEN} e, ${TEN} f having n <= ?) as numbers`,
    bindings: (first, last) => [first, last],
  },
};

const LOOK_EVERY_MS = 2_000;
const PATIENCE_MS = 120_000;
/** A quarter of what InnoDB writes meanwhile when it has much to write and nothing else to do. */
const FEW_PAGES = 100;

/**
 * Waits until InnoDB writes no more of what a load of many rows left in its memory. Until then it is busy with that, and
 * everything beside it takes longer, however much or little the tables hold. Some of it stays there until there is need.
 */
const settle = async (knex) => {
  const writtenPages = async () => {
    const [[{ Value }]] = await knex.raw(
      "show global status like 'Innodb_buffer_pool_pages_flushed'",
    );
    return Number(Value);
  };
  const endsAtMs = Date.now() + PATIENCE_MS;
  for (let before = await writtenPages(); Date.now() < endsAtMs;) {
    await sleep(LOOK_EVERY_MS);
    const after = await writtenPages();
    if (after - before < FEW_PAGES) return;
    before = after;
  }
};

const createBacklog = (strapi) => {
  const knex = strapi.db.connection;
  const dialect = DIALECTS[process.env.DATABASE_CLIENT];
  let made = 1;

  const insert = (table, columns, where, first, last) =>
    knex.raw(
      `insert into ${table} (${Object.keys(columns).join(', ')}) ${dialect.numbers}` +
        ` select ${Object.values(columns).join(', ')} from ${dialect.from} ${where}`,
      dialect.bindings(first, last),
    );

  const eventColumns = ({ bytes, fannedOut, nowMs, recordedAt = nowMs }) => ({
    id: dialect.text("'evt_'", dialect.hex),
    topic: "'bench.burst'",
    body: `'{"data":"${'x'.repeat(bytes - 11)}"}'`,
    body_bytes: bytes,
    occurred_at: nowMs,
    recorded_at: recordedAt,
    fanned_out: fannedOut,
  });

  const deliveryColumns = ({ webhookId, nowMs }) => ({
    id: dialect.text("'dlv_'", dialect.hex, `'_${webhookId}'`),
    event_id: dialect.text("'evt_'", dialect.hex),
    webhook_id: webhookId,
    topic: "'bench.burst'",
    state: "'pending'",
    sequence: 'n',
    attempt_count: 0,
    failed_attempt_count: 0,
    interrupted_count: 0,
    due_at: nowMs,
    created_at: nowMs,
  });

  const inChunks = async (count, work) => {
    for (const end = made + count; made < end;) {
      const last = Math.min(end, made + CHUNK) - 1;
      await work(made, last);
      made = last + 1;
    }
  };

  return {
    /** Deliveries that are due, four fifths of them of the first webhook; their events were recorded a millisecond apart, so long ago. */
    fillDue: async ({ count, webhookIds, ageDays = 0 }) => {
      const nowMs = Date.now();
      const [busy, ...others] = webhookIds;
      const recordedAt = `${nowMs - ageDays * DAY_MS - count - made} + n`;
      await inChunks(Math.round(count * 0.8), async (first, last) => {
        const columns = eventColumns({ bytes: 100, fannedOut: 1, nowMs, recordedAt });
        await insert(EVENTS, columns, '', first, last);
        await insert(DELIVERIES, deliveryColumns({ webhookId: busy, nowMs }), '', first, last);
        for (const [index, webhookId] of others.entries()) {
          const where = `where n % ${SHARED_EVERY * others.length} = ${SHARED_EVERY * index}`;
          await insert(DELIVERIES, deliveryColumns({ webhookId, nowMs }), where, first, last);
        }
      });
      if (process.env.DATABASE_CLIENT === 'sqlite') return;
      const analyze = process.env.DATABASE_CLIENT === 'mysql' ? 'analyze table' : 'analyze';
      for (const table of [EVENTS, DELIVERIES]) await knex.raw(`${analyze} ${table}`);
      if (process.env.DATABASE_CLIENT === 'mysql') await settle(knex);
    },
    /** Events that nobody has fanned out yet. */
    fillEvents: async ({ count, bytes }) => {
      const nowMs = Date.now();
      await knex.transaction(async (trx) => {
        await inChunks(count, (first, last) =>
          insert(EVENTS, eventColumns({ bytes, fannedOut: 0, nowMs }), '', first, last).transacting(
            trx,
          ),
        );
      });
    },
    /** So many deliveries of a webhook ended long ago. */
    ageDeliveries: async ({ webhookId, count }) => {
      const wanted = await knex(DELIVERIES)
        .where({ webhook_id: webhookId, state: 'pending' })
        .whereNotNull('due_at')
        .orderBy('due_at')
        .limit(count)
        .pluck('id');
      await knex(DELIVERIES)
        .whereIn('id', wanted)
        .update({ state: 'succeeded', due_at: null, finished_at: Date.now() - 60 * DAY_MS });
    },
    countAged: async () => {
      const [{ n }] = await knex(DELIVERIES)
        .where('finished_at', '<', Date.now() - DAY_MS)
        .count({ n: '*' });
      return Number(n);
    },
    countNew: async () => {
      const [{ n }] = await knex(EVENTS).where({ fanned_out: 0 }).count({ n: '*' });
      return Number(n);
    },
    countDue: async () => {
      const [{ n }] = await knex(DELIVERIES).whereNotNull('due_at').count({ n: '*' });
      return Number(n);
    },
  };
};

module.exports = { createBacklog };
