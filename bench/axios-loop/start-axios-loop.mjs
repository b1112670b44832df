import { fileURLToPath } from 'node:url';
import { startAnswering } from '../child-process.mjs';

const SCRIPT = fileURLToPath(new URL('loop.cjs', import.meta.url));
/** What Node and axios set by themselves. */
const SET_BY_NODE = new Set(['host', 'connection', 'content-length']);

/** Starts the bare loop of `axios.post`. */
export const startAxiosLoop = async () => {
  const { ask, stop } = await startAnswering(SCRIPT);
  return {
    run: ({ headers, ...options }) =>
      ask('run', {
        ...options,
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => !SET_BY_NODE.has(name)),
        ),
      }),
    stop,
  };
};
