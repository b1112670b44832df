import { withApps } from '../apps.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';

/**
 * Ten thousand published entries, one right after another, with a webhook for them: for how long the plugin's own
 * statements hold the event loop at a time. An app without a webhook takes turns, so that what Strapi itself holds
 * is seen beside it.
 */
const kind = 'sqlite';
const COUNT = 10_000;
const BLOCKS = 10;

export const publishBurst = {
  name: 'publish-burst',
  database: kind,
  inQuick: false,
  run: (context) =>
    withApps(
      [
        { side: 'ours', kind },
        { side: 'ours', kind },
      ],
      async (ours, none) => {
        const { receiver } = context;
        await ours.ask('createOurs', {
          name: 'burst',
          topics: ['entry.publish'],
          deliveryUrl: receiver.url('instant/burst'),
        });
        const holds = { ours: [], none: [] };
        const stretches = [];
        const publish = { count: COUNT / BLOCKS };
        await ours.ask('publishInARow', { count: 100 });
        await none.ask('publishInARow', { count: 100 });
        for (let block = 0; block < BLOCKS; block += 1) {
          context.progress('publish-burst', block);
          await ours.ask('startStretches');
          const meter = await metered(context, ours, () => ours.ask('publishInARow', publish));
          stretches.push((await ours.ask('stopStretches')).longestMs);
          holds.ours.push(meter.holdMs);
          await none.ask('startMeter');
          await none.ask('publishInARow', publish);
          holds.none.push((await none.ask('stopMeter')).holdMs);
        }
        await receiver.reached('burst', COUNT, 120_000);
        const longest = Math.max(...stretches);
        return [
          rowOf({
            id: 'publish-burst',
            title: `longest hold by our statements while ${COUNT} entries are published, SQLite`,
            unit: 'ms',
            ours: longest,
            // An absolute promise: the ratio is the time itself.
            ratios: [longest],
            target: atMost(50),
            note: `the event loop's longest hold by anybody was ${Math.max(...holds.ours).toFixed(0)} ms, and ${Math.max(...holds.none).toFixed(0)} ms without a webhook`,
          }),
        ];
      },
    ),
};
