/**
 * What protects the promises, how each is taken away, and the tests that must notice.
 *
 * @typedef {object} Protection
 * @property {string} name
 * @property {string} tests the paths of the tests, as Jest matches them
 * @property {'sqlite' | 'postgres' | 'mysql'} database where they run
 * @property {string} [file] where it stands, for tests that read the sources; else in the built plugin
 * @property {Record<string, string>} [env] variables for the tests
 * @property {readonly (readonly [string, string])[]} edits what stands in that file, and what stands there without it
 */

/** @type {readonly [string, string]} */
const WITHOUT_OPEN_LINES = [
  'const open2 = keys.size === 0 ? keys : await stores.deliveries.openLines([...keys]);',
  'const open2 = new Set();',
];

/** @type {readonly Protection[]} */
export const PROTECTIONS = [
  {
    name: 'a result whose lease was lost counts for nothing',
    tests: 'durability/instances',
    database: 'postgres',
    edits: [['return holds ? delivery : null;', 'return delivery ?? null;']],
  },
  {
    name: 'a lease keeps others from a delivery',
    tests: 'durability/instances',
    database: 'postgres',
    edits: [
      [
        'const notLeased = "(lease_until is null or lease_until <= ?)"',
        'const notLeased = "(1 = 1 or 0 < ?)"',
      ],
      ['[trigger === "manual" ? "manual_at" : "due_at"]: until,', ''],
      ['const dueAtMs = delivery.dueAtMs', 'const dueAtMs = delivery.createdAtMs'],
    ],
  },
  {
    name: 'rows are locked while they are claimed and fanned out',
    tests: 'durability/instances',
    database: 'postgres',
    edits: [['mode === "skip-locked" ? "for update skip locked" : ""', '""']],
  },
  {
    name: 'nothing is started from what was known long ago',
    tests: 'durability/instances',
    database: 'postgres',
    edits: [
      ['const isNews = isFresh();', 'const isNews = true;'],
      ['const known = isFresh() ? ', 'const known = true ? '],
    ],
  },
  {
    name: 'a pause waits for what was claimed before it',
    tests: 'durability/instances',
    database: 'postgres',
    edits: [
      [
        'if ((open2.get(webhookId) ?? 0) > 0) await promises.setTimeout(FRESH_MS + STARTING_MS);',
        '',
      ],
    ],
  },
  {
    name: 'a pause holds for what waits for a connection',
    file: 'server/src/dispatcher/attempts.ts',
    tests: 'conformance/pause',
    database: 'sqlite',
    edits: [['isWithdrawn = !maySend();', 'isWithdrawn = false;']],
  },
  {
    name: 'what is known is asked again while a connection is slow',
    file: 'server/src/dispatcher/pacing.ts',
    tests: 'conformance/pause',
    database: 'sqlite',
    edits: [
      [
        'knownSinceMs === null ? Infinity : knownSinceMs + ASK_AFTER_MS',
        'knownSinceMs === null ? Infinity : Infinity',
      ],
    ],
  },
  {
    name: 'a receiver that fails again and again is left alone for a while',
    file: 'server/src/dispatcher/circuit-breaker.ts',
    tests: 'conformance/circuit-breaker',
    database: 'sqlite',
    edits: [['if (durationMs < restMs) restEndsAtMs = ', 'if (durationMs < 0) restEndsAtMs = ']],
  },
  {
    name: 'a receiver that rests keeps no leases',
    file: 'server/src/dispatcher/dispatcher.ts',
    tests: 'conformance/circuit-breaker',
    database: 'sqlite',
    edits: [['releases.push(...lanes.drainResting());', '']],
  },
  {
    name: 'the end of a rest brings an exchange',
    file: 'server/src/dispatcher/dispatcher.ts',
    tests: 'conformance/circuit-breaker',
    database: 'sqlite',
    edits: [['Math.min(wakeAtMs, lanes.restEndsAtMs)', 'wakeAtMs']],
  },
  {
    name: 'a rest does not concern what people ask for',
    file: 'server/src/pipeline/exchange-work.ts',
    tests: 'conformance/circuit-breaker',
    database: 'sqlite',
    edits: [
      ['input.capacityOf(webhook)]', 'input.rests(webhook.id) ? 0 : input.capacityOf(webhook)]'],
    ],
  },
  {
    name: 'new events go out before results that have time',
    file: 'server/src/dispatcher/exchange-plan.ts',
    tests: 'conformance/dispatcher',
    database: 'sqlite',
    edits: [['announced && !nudged && releases.length === 0 && canResultsWait(pace)', 'false']],
  },
  {
    name: 'what people ask of a webhook that rests is looked for when its probe failed',
    file: 'server/src/dispatcher/attempts.ts',
    tests: 'conformance/probes',
    database: 'sqlite',
    edits: [[' || lane.restEndsAtMs !== null', '']],
  },
  {
    name: 'what a result leads to is looked for in time',
    file: 'server/src/pipeline/settle-attempts.ts',
    tests: 'conformance/looking',
    database: 'sqlite',
    edits: [['[\n        dueAtMs,\n        manualAtMs,\n', '[\n']],
  },
  {
    name: 'the end of a silence that an answer asked for is looked for in time',
    file: 'server/src/pipeline/settle-attempts.ts',
    tests: 'conformance/looking',
    database: 'sqlite',
    edits: [['[...stopped].map((id) => after.get(id)?.notBeforeMs ?? null)', '[]']],
  },
  {
    name: 'many new events are not sorted for the oldest of them',
    file: 'server/src/adapters/database/dialect.ts',
    tests: 'conformance/query-plans',
    database: 'postgres',
    edits: [['; set local enable_bitmapscan = off', '']],
  },
  {
    name: 'a result does not wait for receivers that never answer',
    file: 'server/src/dispatcher/pacing.ts',
    tests: 'conformance/dispatcher',
    database: 'sqlite',
    edits: [['pace.expectedResults < 1 ||', '']],
  },
  {
    name: 'an event that is announced while an exchange waits for its turn goes out in it',
    file: 'server/src/dispatcher/dispatcher.ts',
    tests: 'conformance/dispatcher',
    database: 'sqlite',
    edits: [['      plan = beginExchange(claiming, plan.isLookDue);\n', '']],
  },
  {
    name: 'what has an open connection goes out before others are opened',
    file: 'server/src/adapters/http/connector.ts',
    tests: 'unit/adapters/http',
    database: 'sqlite',
    edits: [['proxy === null ? nextTurn(null) :', 'proxy === null ? Promise.resolve(null) :']],
  },
  {
    name: 'what waits is looked for as soon as an edit ends the rest of its webhook',
    file: 'server/src/dispatcher/pacing.ts',
    tests: 'conformance/probes',
    database: 'sqlite',
    edits: [['pace.asked || pace.starving ||', 'pace.asked ||']],
  },
  {
    name: 'what is new does not overtake what waits for a full webhook',
    file: 'server/src/dispatcher/dispatcher.ts',
    tests: 'conformance/looking',
    database: 'sqlite',
    edits: [['[...backlog].filter((id) => outcome.unasked.has(id))', '[]']],
  },
  {
    name: 'the next in a line that was made meanwhile is looked for',
    file: 'server/src/pipeline/settle-attempts.ts',
    tests: 'conformance/looking',
    database: 'sqlite',
    edits: [['orderKey === null ? null : finishedAtMs', 'null']],
  },
  {
    name: 'a connection that cannot be begun ends its attempt, and not the process',
    file: 'server/src/adapters/http/connector.ts',
    tests: 'unit/adapters/http',
    database: 'sqlite',
    edits: [['.catch((error: Error) => settle(error, null))', '']],
  },
  {
    name: 'rests that nearly are over end together',
    file: 'server/src/dispatcher/lanes.ts',
    tests: 'unit/dispatcher',
    database: 'sqlite',
    edits: [['const LEFT_OF_A_REST = 0.2;', 'const LEFT_OF_A_REST = 0;']],
  },
  {
    name: 'a webhook that had no room at the last look is looked for when it has some',
    file: 'server/src/dispatcher/dispatcher.ts',
    tests: 'conformance/looking',
    database: 'sqlite',
    edits: [['lanes.haveRoomFor(unasked) ||', '']],
  },
  {
    name: 'a look asks what is due later, whatever it hands out',
    file: 'server/src/pipeline/exchange-work.ts',
    tests: 'conformance/looking',
    database: 'sqlite',
    edits: [
      [
        'nextDueAtMs = input.looksForDue ?',
        'nextDueAtMs = input.looksForDue && claimed.length === 0 ?',
      ],
    ],
  },
  {
    name: 'a restart of strapi develop ends what the plugin does',
    tests: 'integration/develop-restart',
    database: 'sqlite',
    edits: [['await existingRuntimeOf(strapi)?.stop();', 'await existingRuntimeOf(strapi);']],
  },
  {
    name: 'a transaction that has ended makes no statement more',
    tests: 'conformance/transactions',
    database: 'sqlite',
    file: 'server/src/adapters/database/executor.ts',
    edits: [["if (hasEnded) throw new Error('the transaction has ended already');", '']],
  },
  {
    name: 'what is new does not overtake what waits for the end of a rest',
    file: 'server/src/pipeline/exchange-work.ts',
    tests: 'conformance/circuit-breaker',
    database: 'sqlite',
    edits: [['if (!rests(webhookId)) backlog.delete', 'backlog.delete']],
  },
  {
    name: 'an edit ends a rest',
    file: 'server/src/dispatcher/circuit-breaker.ts',
    tests: 'conformance/circuit-breaker',
    database: 'sqlite',
    edits: [['knownEditAtMs !== updatedAtMs) close();', 'knownEditAtMs !== updatedAtMs) return;']],
  },
  {
    name: "the database's clock decides what is due",
    tests: 'durability/instances',
    database: 'postgres',
    edits: [['now = () => readNow(this.executor, this.context)', 'now = async () => Date.now()']],
  },
  {
    name: 'what waits moves along when the clock jumps',
    file: 'server/src/pipeline/follow-clock.ts',
    tests: 'conformance/clock-jumps',
    database: 'postgres',
    edits: [['if (jumpMs !== 0) await clock.follow(jumpMs, nowMs);', '']],
  },
  {
    name: 'what is known of the webhooks is half a second old at most',
    file: 'server/src/pipeline/webhook-directory.ts',
    tests: 'unit/pipeline/webhook-directory',
    database: 'sqlite',
    edits: [['MAX_AGE_MS = 500;', 'MAX_AGE_MS = 30_000;']],
  },
  {
    name: 'the dispatcher goes on after the database failed',
    tests: 'durability/trouble',
    database: 'postgres',
    edits: [
      [
        'if (isExchangeDue(pace())) {\n        await tryExchange(true);',
        'if (isExchangeDue(pace())) {\n        await exchange(true);',
      ],
    ],
  },
  {
    name: 'what is on the wire at the end is put on record',
    tests: 'durability/shutdown',
    database: 'sqlite',
    edits: [
      [
        'for (let tries = 0; (results.length > 0 || releases.length > 0) && tries < 5; ) {',
        'for (; false; ) {',
      ],
    ],
  },
  {
    name: 'what takes too long at the end is cut off',
    tests: 'durability/shutdown',
    database: 'sqlite',
    edits: [
      [
        'const deadline = setTimeout(() => {\n        abort.abort();\n      }, withinMs);',
        'const deadline = void 0;',
      ],
    ],
  },
  {
    name: 'connections are closed at the end',
    tests: 'durability/open-handles',
    database: 'sqlite',
    edits: [['this.connections.close();\n    this.connector.close();', '']],
  },
  {
    name: 'tables that need newer code stop the start',
    tests: 'durability/upgrade',
    database: 'sqlite',
    edits: [['if (needed !== null && needed > CODE_VERSION) {', 'if (false) {']],
  },
  {
    name: 'one instance migrates at a time',
    tests: 'durability/upgrade',
    database: 'postgres',
    edits: [['await executor.raw("select pg_advisory_xact_lock(?)", [LOCKS[doing]]);', '']],
  },
  {
    name: 'a new delivery looks at the line of its document',
    tests: 'integration/delivery/ordering',
    database: 'sqlite',
    edits: [WITHOUT_OPEN_LINES],
  },
  {
    name: 'a new delivery looks at the line of its document, whichever process made the earlier one',
    tests: 'durability/instances',
    database: 'postgres',
    edits: [WITHOUT_OPEN_LINES],
  },
  {
    name: 'a new delivery looks at the line of its document, whoever was killed before',
    tests: 'durability/kills',
    database: 'sqlite',
    env: { DURABLE_KILL_ROUNDS: '4' },
    edits: [WITHOUT_OPEN_LINES],
  },
  {
    name: 'what stands in no line waits for nobody',
    file: 'server/src/adapters/database/delivery-order.ts',
    tests: 'conformance/ordering',
    database: 'sqlite',
    edits: [
      ['rows.map(idOf),\n        );\n      }\n    },', 'batch,\n        );\n      }\n    },'],
    ],
  },
  {
    name: 'the next in a line moves up',
    tests: 'integration/delivery/ordering',
    database: 'sqlite',
    edits: [
      [
        'async moveUp(keys, others = []) {',
        'async moveUp(keys, others = []) {\n      if (keys) return;',
      ],
    ],
  },
  {
    name: 'every webhook may have one attempt on the wire',
    tests: 'durability/bad-receivers',
    database: 'sqlite',
    edits: [['const guaranteed = lane.inFlight === 0;', 'const guaranteed = false;']],
  },
  {
    name: 'a certificate is checked',
    tests: 'durability/bad-certificates',
    database: 'sqlite',
    edits: [
      [
        'servername: node_net.isIP(host) === 0 ? host : "",',
        'servername: node_net.isIP(host) === 0 ? host : "", rejectUnauthorized: false,',
      ],
    ],
  },
  {
    name: 'an attempt has a deadline',
    tests: 'durability/bad-receivers',
    database: 'sqlite',
    edits: [['this.deadline = setTimeout(() => this.stop("timeout"), timeoutMs);', '']],
  },
  {
    name: 'no more of an answer is read than is kept, and a little',
    tests: 'durability/bad-receivers',
    database: 'sqlite',
    edits: [
      ['if (this.receivedBytes > this.maxBytes + DRAIN_BYTES) this.giveUpRest();', ''],
      ['else if (this.receivedBytes >= this.maxBytes && !this.isKept) this.startDrain();', ''],
      [
        'if (room > 0) this.chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);',
        'this.chunks.push(chunk);',
      ],
    ],
  },
  {
    name: 'Retry-After is heard',
    tests: 'durability/bad-receivers',
    database: 'sqlite',
    edits: [
      [
        'const parseRetryAfterMs = (value, receiverNow, nowMs) => {',
        'const parseRetryAfterMs = (value, receiverNow, nowMs) => {\n  if (nowMs) return null;',
      ],
    ],
  },
  {
    name: 'an event is written with its change',
    tests: 'durability/kills/kills',
    database: 'sqlite',
    env: { DURABLE_KILL_ROUNDS: '12' },
    edits: [
      [
        'await eventStoreFor(scope.trx).insert(events);',
        `const later = () => strapi.db.transaction(({ trx }) => eventStoreFor(trx).insert(events));
    scope.onCommit(() => outside(() => setTimeout(() => later().then(notify, () => {}), 20)));`,
      ],
    ],
  },
  {
    name: 'an event is rolled back with its change',
    tests: 'durability/kills/kills',
    database: 'postgres',
    env: { DURABLE_KILL_ROUNDS: '4' },
    edits: [
      [
        'await eventStoreFor(scope.trx).insert(events);',
        'await outside(() => strapi.db.transaction(({ trx }) => eventStoreFor(trx).insert(events)));',
      ],
    ],
  },
  {
    name: 'an event is marked as fanned out, whatever its place',
    tests: 'conformance/events',
    database: 'postgres',
    file: 'server/src/adapters/database/event-store.ts',
    edits: [
      [
        '` where fanned_out = 0 order by',
        "` where fanned_out = 0 and id > (select coalesce(max(id), '') from ${quoted.events} where fanned_out = 1) order by",
      ],
    ],
  },
  {
    name: 'our transactions read what is committed',
    tests: 'conformance/transactions',
    database: 'mysql',
    file: 'server/src/adapters/database/dialect.ts',
    edits: [
      ["begin: ['set transaction isolation level read committed', 'begin'],", "begin: ['begin'],"],
    ],
  },
  {
    name: 'one instance fans out at a time',
    tests: 'conformance/ordering',
    database: 'postgres',
    file: 'server/src/adapters/database/event-store.ts',
    edits: [['async lockFanOut() {', 'async lockFanOut() {\n      if (tables) return true;']],
  },
  {
    name: 'a deadlock and a lock timeout are tried again',
    tests: 'conformance/transactions',
    database: 'mysql',
    file: 'server/src/adapters/database/transaction.ts',
    edits: [['const MAX_TRIES = 5;', 'const MAX_TRIES = 1;']],
  },
  {
    name: 'a commit that finds the file busy is rolled back',
    tests: 'conformance/transactions',
    database: 'sqlite',
    file: 'server/src/adapters/database/transaction.ts',
    edits: [['await rollBack(rollback, connection);', '']],
  },
  {
    name: 'what comes while a webhook is paused is held',
    tests: 'integration/delivery/(failures|resume)',
    database: 'sqlite',
    edits: [
      [`const receiving = "status = 'active' and deleted_at`, 'const receiving = "deleted_at'],
      [`webhook.id = ? and webhook.status = 'active' and`, 'webhook.id = ? and'],
      ['=> isDelivering(webhook) && !stopped.has(webhook.id);', '=> !stopped.has(webhook.id);'],
    ],
  },
  {
    name: 'what was held is discarded when a person says so',
    tests: 'integration/(delivery/failures|http/webhooks.test)',
    database: 'sqlite',
    edits: [['if (webhook === null || webhook.status === "active") return 0;', 'return 0;']],
  },
  {
    name: 'what was held is delivered in its order',
    tests: 'integration/delivery/resume',
    database: 'sqlite',
    edits: [
      [
        'order by due_at, id limit ? ${lockClause}',
        'order by due_at desc, id desc limit ? ${lockClause}',
      ],
    ],
  },
  {
    name: 'what was held comes no more at once than a webhook may have',
    tests: 'integration/delivery/resume',
    database: 'sqlite',
    edits: [['if (inFlight >= allowed) return null;', '']],
  },
  {
    name: 'a migration asks whether a column is there',
    tests: 'durability/migration-cuts',
    database: 'mysql',
    file: 'server/src/adapters/database/migrations/migration.ts',
    edits: [['if (await schemaOf(context).hasColumn(name, column)) continue;', '']],
  },
  {
    name: 'a command delivers nothing',
    tests: 'durability/moving',
    database: 'sqlite',
    edits: [['else httpServer.once("listening", startDelivering);', 'else startDelivering();']],
  },
  {
    name: 'a claim reads the index in its order, beside a crowd',
    tests: 'durability/crowds',
    database: 'sqlite',
    edits: [
      ['${receiving}) order by due_at, id limit', '${receiving}) order by due_at + 0, id limit'],
    ],
  },
  {
    name: 'a page of the log reads the index in its order, beside a crowd',
    tests: 'durability/crowds',
    database: 'sqlite',
    edits: [['`order by created_at ${direction}', '`order by created_at + 0 ${direction}']],
  },
  {
    name: 'a look for orphans passes so many events at most, beside a crowd',
    tests: 'durability/crowds',
    database: 'sqlite',
    edits: [
      [
        '.where("recorded_at", "<", beforeMs).orderBy(["recorded_at", "id"]).limit(limit)',
        '.where("recorded_at", "<", beforeMs).orderBy(["recorded_at", "id"]).limit(1e6)',
      ],
      ['rows.length < limit ? null', 'true ? null'],
    ],
  },
  {
    name: 'what is held is counted in parts, beside a crowd',
    tests: 'durability/crowds',
    database: 'sqlite',
    edits: [
      ['.offset(limit - 1).limit(1);', '.offset(1e9).limit(1);'],
      ['open2().select("id").limit(limit)', 'open2().select("id")'],
    ],
  },
  {
    name: 'a fan-out reads what is new alone, beside a crowd',
    tests: 'durability/crowds',
    database: 'sqlite',
    edits: [
      [
        '${dialect.indexHint(INDEX_NAMES.eventsQueue)} where fanned_out = 0 order',
        'not indexed where fanned_out = 0 order',
      ],
    ],
  },
];
