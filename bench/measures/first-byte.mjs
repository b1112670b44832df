import { withApps } from '../apps.mjs';
import { DATABASE_TITLES } from '../databases.mjs';
import { median, percentile } from '../statistics.mjs';
import { createOurs } from './drain.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';

/** From the commit of an event to the arrival of its request, one event at a time on an idle system. */
const GAP_MS = 40;
const BYTES = 1000;

const latencies = async ({ receiver }, app, { counter, count, side }) => {
  await receiver.reset(counter);
  const committed = await app.ask('trickle', { count, gapMs: GAP_MS, bytes: BYTES, side });
  await receiver.reached(counter, count, 30_000);
  const arrived = await receiver.times(counter);
  return committed.map((atMs, index) => arrived[index] - atMs);
};

const firstByte = (kind) => ({
  name: `commit-to-request-${kind}`,
  database: kind,
  inQuick: false,
  run: (context) =>
    withApps(
      [
        { side: 'core', kind },
        { side: 'ours', kind },
      ],
      async (core, ours) => {
        const { receiver } = context;
        await createOurs(context, ours, { counter: 'first-ours' });
        await core.ask('createCore', {
          url: receiver.url('instant/first-core'),
          events: ['bench.burst'],
        });
        const sides = {
          ours: (count) => latencies(context, ours, { counter: 'first-ours', count, side: 'ours' }),
          core: (count) => latencies(context, core, { counter: 'first-core', count, side: 'core' }),
        };
        await sides.ours(200);
        await sides.core(100);
        const rounds = [];
        for (let round = 0; round < context.rounds; round += 1) {
          context.progress(`commit-to-request-${kind}`, round);
          const coreTimes = await sides.core(50);
          const { value } = await metered(context, ours, () =>
            sides.ours(context.quick ? 60 : 200),
          );
          rounds.push({ ours: value, core: coreTimes });
        }
        const row = (id, text, share, targetMs) => {
          const each = (side) => rounds.map((round) => percentile(round[side], share));
          return rowOf({
            id: `commit-to-request-${kind}${id}`,
            title: `commit → request received, ${DATABASE_TITLES[kind]}, ${text}`,
            unit: 'ms',
            ours: median(each('ours')),
            core: median(each('core')),
            // An absolute promise: the ratio is the time itself.
            ratios: each('ours'),
            target: atMost(targetMs),
          });
        };
        return [row('', 'p50', 0.5, 4), row('-p99', 'p99', 0.99, 12)];
      },
    ),
});

export const firstBytes = [firstByte('sqlite'), firstByte('postgres')];
