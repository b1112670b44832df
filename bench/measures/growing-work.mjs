import { withApps } from '../apps.mjs';
import { median } from '../statistics.mjs';
import { createOurs, drainOurs } from './drain.mjs';
import { atMost, rowOf } from './row.mjs';

/** The same number of deliveries from one, ten and a hundred webhooks on each event: what one costs the processor. */
const kind = 'sqlite';
const DELIVERIES = 10_000;
const COUNTS = [1, 10, 100];
/** What counts as flat. */
const FLAT = 1.05;

const prepare = async (context, app, webhooks) => {
  for (let index = 0; index < webhooks; index += 1) {
    await createOurs(context, app, {
      counter: `grow-${webhooks}`,
      name: `grow ${index}`,
      pings: index + 1,
    });
  }
  const run = () =>
    drainOurs(context, app, {
      counter: `grow-${webhooks}`,
      count: DELIVERIES / webhooks,
      webhooks,
    });
  await run();
  return run;
};

export const growingWork = {
  name: 'growing-work',
  database: kind,
  inQuick: false,
  run: (context) =>
    withApps(
      COUNTS.map(() => ({ side: 'ours', kind })),
      async (...apps) => {
        const runs = [];
        for (const [index, app] of apps.entries()) {
          runs.push(await prepare(context, app, COUNTS[index]));
        }
        const rounds = [];
        for (let round = 0; round < context.rounds; round += 1) {
          context.progress('growing-work', round);
          const costs = [];
          for (const run of runs) costs.push((await run()).cpuUs);
          rounds.push(costs);
        }
        const cost = (index) => median(rounds.map((costs) => costs[index]));
        return [1, 2].map((index) =>
          rowOf({
            id: `growing-work-${COUNTS[index]}`,
            title: `CPU per delivery, ${COUNTS[index]} webhooks on an event against one`,
            unit: 'µs',
            ours: cost(index),
            limit: cost(0),
            ratios: rounds.map((costs) => costs[index] / costs[0]),
            target: atMost(FLAT),
          }),
        );
      },
    ),
};
