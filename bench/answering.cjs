'use strict';

/**
 * The other end of `startAnswering`: does what it is asked for.
 *
 * @param {Record<string, (argument: any) => unknown>} actions
 * @param {unknown} ready what the asker is told first
 */
const answer = (actions, ready) => {
  process.on('message', async ({ id, action, argument }) => {
    try {
      process.send({ id, value: (await actions[action](argument)) ?? null });
    } catch (error) {
      process.send({ id, error: `${action}: ${error?.stack ?? error}` });
    }
  });
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.send({ ready });
};

module.exports = { answer };
