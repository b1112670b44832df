import { withApps } from '../apps.mjs';
import { median } from '../statistics.mjs';
import { createOurs, drainCore, drainOurs } from './drain.mjs';
import { atLeast, rowOf } from './row.mjs';

/** A backlog for one webhook whose receiver takes 100 ms: with the default settings, and with room for 256 requests at once. */
const PATH = 'after/100';
const kind = 'sqlite';
/** Core sends five at once: 50 a second. */
const CORE_COUNT = 150;

const slow = ({ name, title, settings, counts, target }) => ({
  name,
  database: kind,
  inQuick: true,
  run: (context) =>
    withApps(
      [
        { side: 'core', kind },
        { side: 'ours', kind, settings },
      ],
      async (core, ours) => {
        const { receiver } = context;
        const count = context.quick ? counts.quick : counts.full;
        await createOurs(context, ours, { counter: 'slow-ours', path: PATH });
        await core.ask('createCore', {
          url: receiver.url(`${PATH}/slow-core`),
          events: ['bench.burst'],
        });
        // The lane opens as receivers prove themselves.
        await drainOurs(context, ours, { counter: 'slow-ours', count: Math.ceil(count / 4) });
        const rounds = [];
        for (let round = 0; round < context.rounds; round += 1) {
          context.progress(name, round);
          rounds.push({
            core: await drainCore(context, core, {
              counter: 'slow-core',
              count: context.quick ? CORE_COUNT / 2 : CORE_COUNT,
            }),
            ours: await drainOurs(context, ours, { counter: 'slow-ours', count }),
          });
        }
        return [
          rowOf({
            id: name,
            title,
            unit: '/s',
            ours: median(rounds.map(({ ours: { perSecond } }) => perSecond)),
            core: median(rounds.map(({ core: { perSecond } }) => perSecond)),
            ratios: rounds.map((round) => round.ours.perSecond / round.core.perSecond),
            target,
          }),
        ];
      },
    ),
});

export const slowReceivers = [
  slow({
    name: 'slow-receiver-256',
    title: 'backlog drain, 100 ms receiver, concurrency 256',
    settings: { concurrency: { perWebhook: 256, total: 256 } },
    counts: { full: 6000, quick: 3000 },
    target: atLeast(40),
  }),
  slow({
    name: 'slow-receiver',
    title: 'backlog drain, 100 ms receiver, default settings',
    settings: {},
    counts: { full: 800, quick: 400 },
    target: atLeast(3),
  }),
];
