import { withApps } from '../apps.mjs';
import { median } from '../statistics.mjs';
import { createOurs, drainCore, drainOurs } from './drain.mjs';
import { rowOf } from './row.mjs';

/** Backlogs of larger bodies, and of a receiver that speaks TLS. Nothing is promised, so they are only reported. */
const kind = 'sqlite';

const CASES = [
  { id: '1kb', title: '1 kB bodies', bytes: 1000, count: 6000 },
  { id: '20kb', title: '20 kB bodies', bytes: 20_000, count: 3000 },
  { id: '200kb', title: '200 kB bodies', bytes: 200_000, count: 400 },
  { id: 'tls', title: '1 kB bodies, TLS receiver', bytes: 1000, count: 6000, tls: true },
];

const bodies = ({ id, title, bytes, count, tls }) => ({
  name: `body-${id}`,
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
        const urlOf = tls ? receiver.tlsUrl : receiver.url;
        const counters = { ours: `ours-${id}`, core: `core-${id}` };
        await createOurs(context, ours, {
          counter: counters.ours,
          url: urlOf(`instant/${counters.ours}`),
        });
        await core.ask('createCore', {
          url: urlOf(`instant/${counters.core}`),
          events: ['bench.burst'],
        });
        await drainOurs(context, ours, { counter: counters.ours, count: count / 4, bytes });
        await drainCore(context, core, { counter: counters.core, count: count / 4, bytes });
        const rounds = [];
        for (let round = 0; round < context.rounds; round += 1) {
          context.progress(`body-${id}`, round);
          rounds.push({
            core: await drainCore(context, core, { counter: counters.core, count, bytes }),
            ours: await drainOurs(context, ours, { counter: counters.ours, count, bytes }),
          });
        }
        const perSecond = (side) => median(rounds.map((round) => round[side].perSecond));
        return [
          rowOf({
            id: `body-${id}`,
            title: `backlog drain, SQLite, ${title}`,
            unit: '/s',
            ours: perSecond('ours'),
            core: perSecond('core'),
            ratios: rounds.map((round) => round.ours.perSecond / round.core.perSecond),
          }),
        ];
      },
    ),
});

export const bodySizes = CASES.map(bodies);
