import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { withApps } from '../apps.mjs';
import { DATABASE_TITLES } from '../databases.mjs';
import { median } from '../statistics.mjs';
import { createOurs } from './drain.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';

/**
 * A million deliveries that are due, 80 % of them of one webhook, against a thousand: how long the statements of
 * the running dispatcher and of the pruning take, as knex times them, how long a page of the log takes, and how much more
 * memory the process has. The events are older than the retention, so that the pruning meets all of them.
 */
const { BURST_TOPIC: TOPIC } = createRequire(import.meta.url)('../app/topics.cjs');
const SMALL = 1_000;
const LARGE = 1_000_000;
const WEBHOOKS = 5;
const DRAIN_MS = 1500;
/** The dispatcher looks once a second by itself. */
const FAN_OUT_MS = 2500;
const EVENTS = 2000;
const AGED = 2000;
const PRUNE_INTERVAL_MS = 3000;

const SETTINGS = {
  pruneIntervalMs: PRUNE_INTERVAL_MS,
  // The webhooks are paused between the rounds, and nothing may be given up meanwhile.
  retention: { heldPerWebhook: 100_000_000 },
};

const TARGET = atMost(1.2);
const MEMORY_TARGET_MB = 150;
const AGE_DAYS = 60;
const PAGES = 15;

const setAll = async (app, ids, status) => {
  for (const id of ids) await app.ask('setStatus', { id, status });
};

const watched = async (context, app, work) => {
  await app.ask('startWatch');
  const { memory } = await metered(context, app, work);
  return { transactions: await app.ask('stopWatch'), rssMb: memory.map(({ rssMb }) => rssMb) };
};

/** The middle of what transactions of a kind cost. */
const costOf = ({ transactions }, essential, kinds) =>
  median(
    transactions
      .filter((sums) => sums[essential] !== undefined)
      .map((sums) => kinds.reduce((all, kind) => all + (sums[kind] ?? 0), 0)),
  );

const prepare = async (context, app, size) => {
  const ids = [];
  for (let index = 0; index < WEBHOOKS; index += 1) {
    ids.push(await createOurs(context, app, { counter: `${app.kind}-${size}-${index}` }));
  }
  await setAll(app, ids, 'paused');
  await app.ask('fillDue', { count: size, webhookIds: ids, ageDays: AGE_DAYS });
  return { app, ids, size };
};

const round = async (context, { app, ids, size }) => {
  const missing = size - (await app.ask('countDue'));
  if (missing > size / 20) {
    await app.ask('fillDue', { count: missing, webhookIds: ids, ageDays: AGE_DAYS });
  }
  const drained = await watched(context, app, async () => {
    await setAll(app, ids, 'active');
    await sleep(DRAIN_MS);
  });
  await setAll(app, ids, 'paused');
  const fannedOut = await watched(context, app, async () => {
    await app.ask('fillEvents', { count: EVENTS, bytes: 100 });
    await sleep(FAN_OUT_MS);
  });
  await app.ask('ageDeliveries', { webhookId: ids[0], count: AGED });
  const pruned = await watched(context, app, () => sleep(PRUNE_INTERVAL_MS + DRAIN_MS));
  const pages = [];
  for (const filters of [{}, { state: ['held'] }, { webhookId: ids[0] }, { topic: [TOPIC] }]) {
    pages.push(...(await app.ask('listPages', { filters, count: PAGES })));
  }
  return {
    memory: median([drained, fannedOut, pruned].flatMap(({ rssMb }) => rssMb)),
    page: median(pages),
    find: costOf(drained, 'lease', ['due']),
    claim: costOf(drained, 'lease', ['due', 'lease', 'commit']),
    'fan-out': costOf(fannedOut, 'fanOut', ['pending', 'fanOut', 'commit']),
    prune: costOf(pruned, 'delete', ['prune', 'delete', 'commit']),
    orphans: costOf(pruned, 'orphans', ['orphans']),
    held: costOf(pruned, 'held', ['held']),
  };
};

const TITLES = {
  find: 'finding due work',
  claim: 'a whole claim',
  'fan-out': 'a fan-out',
  prune: 'a batch of pruning',
  orphans: 'a look for events that nobody needs',
  held: 'a part of the count of what is held',
  page: 'a page of the log',
};

const million = (kind) => ({
  name: `million-${kind}`,
  database: kind,
  inQuick: false,
  run: (context) => {
    const options = { side: 'ours', kind, settings: SETTINGS, watch: true };
    return withApps([options, options], async (smallApp, largeApp) => {
      const small = await prepare(context, smallApp, SMALL);
      const large = await prepare(context, largeApp, LARGE);
      const rounds = [];
      for (let index = 0; index < context.rounds; index += 1) {
        context.progress(`million-${kind}`, index);
        rounds.push({ small: await round(context, small), large: await round(context, large) });
      }
      const growth = rounds.map((each) => each.large.memory - each.small.memory);
      const rows = Object.entries(TITLES).map(([part, title]) =>
        rowOf({
          id: `million-${kind}-${part}`,
          title: `${title}, a million rows against a thousand, ${DATABASE_TITLES[kind]}`,
          unit: 'ms',
          ours: median(rounds.map((each) => each.large[part])),
          limit: median(rounds.map((each) => each.small[part])),
          ratios: rounds.map((each) => each.large[part] / each.small[part]),
          target: TARGET,
        }),
      );
      return [
        ...rows,
        rowOf({
          id: `million-${kind}-memory`,
          title: `memory beside a million rows, over a thousand, ${DATABASE_TITLES[kind]}`,
          unit: 'MB',
          ours: median(growth),
          // An absolute promise: the ratio is the growth itself.
          ratios: growth,
          target: atMost(MEMORY_TARGET_MB),
        }),
      ];
    });
  },
});

export const millions = [
  million('sqlite'),
  million('sqlite-wal'),
  million('postgres'),
  million('mysql'),
];
