import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { withApps } from '../apps.mjs';
import { startReceiver } from '../receiver/start-receiver.mjs';
import { median, percentile } from '../statistics.mjs';
import { createOurs } from './drain.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';

/**
 * A healthy receiver beside bad ones: how long its requests take from the commit, against the same without them. Core's
 * are counted half a minute after the first event, beside one that accepts connections and never answers.
 */
const { MISBEHAVIOURS } = createRequire(import.meta.url)('../receiver/misbehaviours.cjs');
const kind = 'sqlite';
const GAP_MS = 20;
const CORE_EVENTS = 100;
const CORE_WAIT_MS = 30_000;

/** The short run has too few requests for a p99 that means something. */
const shareOf = ({ quick }) => (quick ? 0.9 : 0.99);

const trickle = async (context, app, count) => {
  const { receiver } = context;
  await receiver.reset('healthy');
  const { value: committed } = await metered(context, app, () =>
    app.ask('trickle', { count, gapMs: GAP_MS, bytes: 1000, side: 'ours' }),
  );
  await receiver.reached('healthy', count, 60_000);
  const arrived = await receiver.times('healthy');
  return percentile(
    committed.map((atMs, index) => arrived[index] - atMs),
    shareOf(context),
  );
};

const coreCount = async (context) =>
  withApps([{ side: 'core', kind }], async (core) => {
    const { receiver } = context;
    const events = ['bench.burst'];
    await core.ask('createCore', { url: receiver.url('never/dead-core'), events });
    await core.ask('createCore', { url: receiver.url('instant/healthy-core'), events });
    await core.ask('burstCore', { count: CORE_EVENTS, bytes: 1000 });
    await sleep(CORE_WAIT_MS);
    return receiver.count('healthy-core');
  });

/** In a process of their own: what they do there must not hold up the healthy one's clock. */
const withBadReceivers = async (work) => {
  const receivers = await startReceiver();
  try {
    return await work(receivers);
  } finally {
    await receivers.stop();
  }
};

const createBad = async (receivers, app, bad) => {
  const ids = [];
  for (const { behaviour, count } of bad) {
    for (let index = 0; index < count; index += 1) {
      const id = await app.ask('createOurs', {
        name: behaviour,
        topics: ['bench.burst'],
        deliveryUrl: receivers.url(`${behaviour}/${behaviour}-${index}`),
        status: 'paused',
        // It must stay in the way for as long as the measure lasts.
        maxConsecutiveFailures: 1_000_000,
      });
      ids.push(id);
    }
  }
  return ids;
};

/** How long a healthy one's requests take alone and beside the bad ones, in turns. */
const playRounds = (context, { name, bad }) =>
  withBadReceivers((receivers) =>
    withApps([{ side: 'ours', kind }], async (app) => {
      const count = context.quick ? 100 : 1000;
      await createOurs(context, app, { counter: 'healthy' });
      const ids = await createBad(receivers, app, bad);
      await trickle(context, app, count);
      const rounds = [];
      for (let round = 0; round < context.rounds; round += 1) {
        context.progress(name, round);
        const alone = await trickle(context, app, count);
        // What was held for them would be a backlog beside the healthy one.
        for (const id of ids) await app.ask('startAfresh', id);
        await sleep(1000);
        const beside = await trickle(context, app, count);
        for (const id of ids) await app.ask('setStatus', { id, status: 'paused' });
        rounds.push({ alone, beside });
      }
      return rounds;
    }),
  );

const measure = ({ name, title, bad, target, inQuick, comparesCore }) => ({
  name,
  database: kind,
  inQuick,
  run: async (context) => {
    const rounds = await playRounds(context, { name, bad });
    const note =
      context.quick || !comparesCore
        ? undefined
        : `core: ${await coreCount(context)} of ${CORE_EVENTS} calls of the healthy one were made ${CORE_WAIT_MS / 1000} s after a burst`;
    return [
      rowOf({
        id: name,
        title: `healthy receiver beside ${title}, p${shareOf(context) * 100} against alone`,
        unit: 'ms',
        ours: median(rounds.map(({ beside }) => beside)),
        limit: median(rounds.map(({ alone }) => alone)),
        ratios: rounds.map(({ alone, beside }) => beside / alone),
        target: atMost(target),
        note,
      }),
    ];
  },
});

export const deadReceivers = [
  measure({
    name: 'dead-receiver',
    title: 'a dead one',
    bad: [{ behaviour: 'never', count: 1 }],
    target: 1.1,
    inQuick: true,
    comparesCore: true,
  }),
  measure({
    name: 'dead-receivers',
    title: 'twenty dead ones',
    bad: [{ behaviour: 'never', count: 20 }],
    target: 1.2,
    inQuick: false,
    comparesCore: false,
  }),
  measure({
    name: 'bad-receivers',
    title: 'one of each bad kind',
    bad: Object.keys(MISBEHAVIOURS).map((behaviour) => ({ behaviour, count: 1 })),
    target: 1.2,
    inQuick: false,
    comparesCore: false,
  }),
];
