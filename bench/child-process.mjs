import { once } from 'node:events';
import { start } from '../scripts/run/child.mjs';

const STOP_MS = 15_000;
const TAIL_LENGTH = 20_000;

/**
 * Starts a script that answers questions: it gets `{ id, action, argument }` and replies `{ id, value }` or
 * `{ id, error }`, and says `{ ready }` when it can be asked.
 *
 * @param {string} script
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 */
export const startAnswering = async (script, { cwd, env = {} } = {}) => {
  const child = start([process.execPath, script], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk.toString('utf8')).slice(-TAIL_LENGTH);
    });
  }
  const waiting = new Map();
  let fail = () => {};
  child.once('exit', (code, signal) => {
    const error = new Error(`${script} ended with ${code ?? signal}\n${said}`);
    fail(error);
    for (const { reject } of waiting.values()) reject(error);
  });
  const ready = await new Promise((resolve, reject) => {
    fail = reject;
    child.on('message', (message) => {
      if (message.ready !== undefined) resolve(message.ready);
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(`${message.error}\n${said}`));
    });
  });

  let calls = 0;
  return {
    ready,
    ask: (action, argument = null) =>
      new Promise((resolve, reject) => {
        const id = (calls += 1);
        waiting.set(id, { resolve, reject });
        child.send({ id, action, argument });
      }),
    /** What it wrote to its terminal so far, the end of it. */
    said: () => said,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(insist);
    },
  };
};
