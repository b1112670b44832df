import { setTimeout as sleep } from 'node:timers/promises';
import { withApps } from '../apps.mjs';
import { median, percentile } from '../statistics.mjs';
import {
  assertBad,
  BAD_KINDS,
  createBad,
  HEALTHY,
  trickle,
  withBadReceivers,
} from './beside-bad.mjs';
import { createOurs } from './drain.mjs';
import { atMost, rowOf } from './row.mjs';

/**
 * A healthy receiver beside bad ones: how long its requests take from the commit, against the same without them. Core's
 * are counted half a minute after the first event, beside one that accepts connections and never answers.
 */
const kind = 'sqlite';
const CORE_EVENTS = 100;
const CORE_WAIT_MS = 30_000;

/** The short run has too few requests for a p99 that means something. */
const shareOf = ({ quick }) => (quick ? 0.9 : 0.99);

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

/** How long a healthy one's requests take alone and beside the bad ones, in turns. */
const playRounds = (context, { name, bad }) =>
  withBadReceivers((receivers) =>
    withApps([{ side: 'ours', kind }], async (app) => {
      const count = context.quick ? 100 : 1000;
      await createOurs(context, app, { counter: HEALTHY });
      const ids = await createBad(receivers, app, bad);
      const slowest = async () => percentile(await trickle(context, app, count), shareOf(context));
      await slowest();
      const rounds = [];
      for (let round = 0; round < context.rounds; round += 1) {
        context.progress(name, round);
        const alone = await slowest();
        for (const id of ids) await app.ask('join', id);
        await sleep(1000);
        const beside = await slowest();
        for (const id of ids) await app.ask('stepAside', id);
        rounds.push({ alone, beside });
      }
      await assertBad(receivers, bad);
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
        target: target === null ? null : atMost(target),
        note,
      }),
    ];
  },
});

export const deadReceivers = [
  measure({
    name: 'dead-receiver',
    title: 'a dead one',
    bad: ['never'],
    target: 1.1,
    inQuick: true,
    comparesCore: true,
  }),
  measure({
    name: 'dead-receivers',
    title: 'twenty dead ones',
    bad: Array.from({ length: 20 }, () => 'never'),
    target: 1.2,
    inQuick: false,
    comparesCore: false,
  }),
  measure({
    name: 'bad-receivers',
    title: 'one of each bad kind at once',
    bad: BAD_KINDS,
    // What is promised is for one bad receiver at a time, and for twenty dead ones (docs/performance.md).
    target: null,
    inQuick: false,
    comparesCore: false,
  }),
];
