import { withApps } from '../apps.mjs';
import { median } from '../statistics.mjs';
import { createOurs } from './drain.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';

/** The memory of the whole process while a hundred thousand deliveries are made; the first fifth is the warm-up. */
const kind = 'sqlite';
const COUNT = 100_000;
const WARM_UP = 0.2;

export const memory = {
  name: 'memory',
  database: kind,
  inQuick: false,
  run: (context) =>
    withApps([{ side: 'ours', kind }], async (app) => {
      const { receiver } = context;
      await createOurs(context, app, { counter: 'memory' });
      await receiver.reset('memory');
      const { memory: samples } = await metered(context, app, async () => {
        await app.ask('fillEvents', { count: COUNT, bytes: 1000 });
        await receiver.reached('memory', COUNT, 600_000);
      });
      const warm = Math.floor(samples.length * WARM_UP);
      const before = samples[warm].rssMb;
      const after = samples.slice(warm);
      const growth = Math.max(...after.map(({ rssMb }) => rssMb)) - before;
      const heap = (list) => median(list.map(({ heapMb }) => heapMb)).toFixed(0);
      const half = Math.floor(after.length / 2);
      return [
        rowOf({
          id: 'memory',
          title: 'growth of the process during a drain of 100,000, after warm-up',
          unit: 'MB',
          ours: growth,
          limit: before,
          // An absolute promise: the ratio is the growth itself.
          ratios: [growth],
          target: atMost(100),
          note: `the limit is the memory after warm-up; heap in the middle of the first half ${heap(after.slice(0, half))} MB, of the second ${heap(after.slice(half))} MB`,
        }),
      ];
    }),
};
