import { spawn } from 'node:child_process';

const QUIET_SECONDS = 20;
const GRACE_MS = 5000;
const TAIL_LENGTH = 20_000;

/** Process groups that run now: ended with us, so that nothing is left behind. */
const running = new Set();

const signalGroup = (child, signal) => {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
};

let interruptHandler = null;

/** Has the next Ctrl-C handled by somebody else, once; without it everything that runs is killed. */
export const onNextInterrupt = (handler) => {
  interruptHandler = handler;
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    const handler = interruptHandler;
    interruptHandler = null;
    if (handler === null) process.exit(130);
    else handler();
  });
}
process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/** Ends a process and everything it started: asks first, insists after five seconds. */
export const endGroup = async (child) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(insist);
};

/**
 * Starts a program in a process group of its own, which ends with this one.
 *
 * @param {readonly string[]} command the program and its arguments
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export const start = ([program, ...args], options = {}) => {
  const child = spawn(program, args, {
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
    ...options,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
};

/**
 * Runs a program to its end, passes on what it says, speaks up when it is silent for long, and
 * stops it when its time is over.
 *
 * @param {string} title what people read while it runs
 * @param {readonly string[]} command the program and its arguments
 * @param {{ budgetSeconds: number, cwd?: string, env?: Record<string, string>, quiet?: boolean, silent?: boolean, held?: boolean }} options
 *   quiet holds the output back unless the program fails, silent in any case, held until it has ended
 * @returns {Promise<{ ok: boolean, code: number | null, timedOut: boolean, seconds: number, output: string }>}
 */
export const run = (
  title,
  command,
  { budgetSeconds, cwd, env, quiet = false, silent = false, held = false },
) =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const secondsSoFar = () => (performance.now() - startedAt) / 1000;
    let output = '';
    const heldBack = [];
    let lastWordAt = startedAt;
    let timedOut = false;

    const child = start(command, {
      cwd,
      env: {
        ...process.env,
        ...(process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const listen = (stream, target) =>
      stream.on('data', (chunk) => {
        output = (output + chunk.toString('utf8')).slice(-TAIL_LENGTH);
        if (held) heldBack.push(chunk);
        if (held || quiet || silent) return;
        // Only what people could read counts as a sign of life.
        lastWordAt = performance.now();
        target.write(chunk);
      });
    listen(child.stdout, process.stdout);
    listen(child.stderr, process.stderr);

    const heartbeat = setInterval(() => {
      if (performance.now() - lastWordAt < QUIET_SECONDS * 1000) return;
      lastWordAt = performance.now();
      console.log(`… ${title}: ${secondsSoFar().toFixed(0)} s of ${budgetSeconds} s`);
    }, 1000);
    const deadline = setTimeout(() => {
      timedOut = true;
      void endGroup(child);
    }, budgetSeconds * 1000);

    const finish = (code) => {
      clearInterval(heartbeat);
      clearTimeout(deadline);
      // Whatever it left running would disturb what comes next.
      signalGroup(child, 'SIGKILL');
      const ok = code === 0 && !timedOut;
      if (quiet && !ok) process.stdout.write(output);
      for (const chunk of heldBack) process.stdout.write(chunk);
      resolve({ ok, code, timedOut, seconds: secondsSoFar(), output });
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      finish(null);
    });
    child.once('close', (code) => finish(code));
  });
