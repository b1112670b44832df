import { setTimeout as sleep } from 'node:timers/promises';
import { withApps } from '../apps.mjs';
import { DATABASE_TITLES } from '../databases.mjs';
import { median } from '../statistics.mjs';
import { createOurs } from './drain.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';

/**
 * A million deliveries that are due, 80 % of them of one webhook, against twenty thousand: how long the statements of
 * the running dispatcher and of the pruning take, as knex times them.
 */
const SMALL = 20_000;
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

const TARGETS = {
  find: { sqlite: 1.2, 'sqlite-wal': 1.2, postgres: 1.2 },
  claim: { sqlite: 1.5, 'sqlite-wal': 1.2, postgres: 1.2 },
};

const setAll = async (app, ids, status) => {
  for (const id of ids) await app.ask('setStatus', { id, status });
};

const watched = async (context, app, work) => {
  await app.ask('startWatch');
  await metered(context, app, work);
  return app.ask('stopWatch');
};

/** The middle of what transactions of a kind cost. */
const costOf = (transactions, essential, kinds) =>
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
  await app.ask('fillDue', { count: size, webhookIds: ids });
  return { app, ids, size };
};

const round = async (context, { app, ids, size }) => {
  const missing = size - (await app.ask('countDue'));
  if (missing > size / 20) await app.ask('fillDue', { count: missing, webhookIds: ids });
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
  return {
    find: costOf(drained, 'lease', ['due']),
    claim: costOf(drained, 'lease', ['due', 'lease', 'commit']),
    'fan-out': costOf(fannedOut, 'fanOut', ['pending', 'fanOut', 'commit']),
    prune: costOf(pruned, 'prune', ['prune', 'commit']),
  };
};

const TITLES = {
  find: 'finding due work',
  claim: 'a whole claim',
  'fan-out': 'a fan-out',
  prune: 'a batch of pruning',
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
      return Object.entries(TITLES).map(([part, title]) =>
        rowOf({
          id: `million-${kind}-${part}`,
          title: `${title}, a million rows against 20,000, ${DATABASE_TITLES[kind]}`,
          unit: 'ms',
          ours: median(rounds.map((each) => each.large[part])),
          limit: median(rounds.map((each) => each.small[part])),
          ratios: rounds.map((each) => each.large[part] / each.small[part]),
          target: atMost((TARGETS[part] ?? TARGETS.claim)[kind]),
        }),
      );
    });
  },
});

export const millions = [million('sqlite'), million('sqlite-wal'), million('postgres')];
