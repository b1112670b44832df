import { atMost, rowOf } from './row.mjs';

/** The longest that our app's event loop was held while its work was measured, in all measures of the run together. */
export const holdRow = (holds) => {
  const [longest] = [...holds].sort((one, other) => other.ms - one.ms);
  const most = longest.ms;
  return rowOf({
    id: 'event-loop-hold',
    title: 'longest hold of the event loop during all of this',
    unit: 'ms',
    ours: most,
    // An absolute promise: the ratio is the time itself.
    ratios: [most],
    target: atMost(50),
    note: `in ${longest.name}, of ${holds.length} stretches of work; a loaded machine that gives our process no turn shows here as well`,
  });
};
