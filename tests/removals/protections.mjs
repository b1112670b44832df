/**
 * What protects the promises, how each is taken away from the built plugin, and the tests that must notice.
 *
 * @typedef {object} Protection
 * @property {string} name
 * @property {string} tests the paths of the tests, as Jest matches them
 * @property {'sqlite' | 'postgres' | 'mysql'} database where they run
 * @property {readonly (readonly [string, string])[]} edits what stands in dist/server/index.js, and what stands there without it
 */

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
      [
        'const isFresh = isSnapshotFresh(snapshotAt, surroundings.monotonicNow());',
        'const isFresh = true;',
      ],
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
    name: "the database's clock decides what is due",
    tests: 'durability/instances',
    database: 'postgres',
    edits: [['now: () => readNow(executor, context)', 'now: async () => Date.now()']],
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
        'const deadline = setTimeout(() => {\n      abort.abort();\n    }, withinMs);',
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
    edits: [
      [
        'const open2 = keys.size === 0 ? keys : await stores.deliveries.openLines([...keys]);',
        'const open2 = keys;',
      ],
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
];
