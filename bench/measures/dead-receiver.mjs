import { setTimeout as sleep } from 'node:timers/promises';
import { withApps } from '../apps.mjs';
import { median, percentile } from '../statistics.mjs';
import { createOurs } from './drain.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';

/**
 * A healthy receiver beside one that accepts connections and never answers: how long its requests take from the commit,
 * against the same without the dead one. Core's are counted half a minute after the first event.
 */
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

export const deadReceiver = {
  name: 'dead-receiver',
  database: kind,
  inQuick: true,
  run: (context) =>
    withApps([{ side: 'ours', kind }], async (app) => {
      const count = context.quick ? 100 : 500;
      await createOurs(context, app, { counter: 'healthy' });
      const dead = await app.ask('createOurs', {
        name: 'dead',
        topics: ['bench.burst'],
        deliveryUrl: context.receiver.url('never/dead'),
        status: 'paused',
        // It must stay in the way for as long as the measure lasts.
        maxConsecutiveFailures: 1_000_000,
      });
      await trickle(context, app, count);
      const rounds = [];
      for (let round = 0; round < context.rounds; round += 1) {
        context.progress('dead-receiver', round);
        const alone = await trickle(context, app, count);
        await app.ask('setStatus', { id: dead, status: 'active' });
        await sleep(1000);
        const beside = await trickle(context, app, count);
        await app.ask('setStatus', { id: dead, status: 'paused' });
        rounds.push({ alone, beside });
      }
      const note = context.quick
        ? undefined
        : `core: ${await coreCount(context)} of ${CORE_EVENTS} calls of the healthy one were made ${CORE_WAIT_MS / 1000} s after a burst`;
      return [
        rowOf({
          id: 'dead-receiver',
          title: `healthy receiver beside a dead one, p${shareOf(context) * 100} against alone`,
          unit: 'ms',
          ours: median(rounds.map(({ beside }) => beside)),
          limit: median(rounds.map(({ alone }) => alone)),
          ratios: rounds.map(({ alone, beside }) => beside / alone),
          target: atMost(1.1),
          note,
        }),
      ];
    }),
};
