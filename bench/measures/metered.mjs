/**
 * Measures what a stretch of our work costs, and remembers how long it held the event loop.
 *
 * @param {object} context the run
 * @param {object} app
 * @param {() => Promise<unknown>} work what happens meanwhile
 * @returns the work's value, the processor's time and the memory
 */
export const metered = async (context, app, work) => {
  await app.ask('startMeter');
  const value = await work();
  const { cpuUs, holdMs, memory } = await app.ask('stopMeter');
  context.held(holdMs);
  return { value, cpuUs, holdMs, memory };
};
