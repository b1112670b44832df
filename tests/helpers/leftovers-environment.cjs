'use strict';

const { TestEnvironment } = require('jest-environment-node');

const PATIENCE_MS = 20_000;
const INTERVAL_MS = 50;
/** What ends by itself within the turn, and the process's own output, which its first line opens. */
const PASSING = /^(?:FSReq|Immediate$|CloseReq$|TickObject$|Microtask$|PipeWrap$|TTYWrap$)/;

/** How many resources of each kind keep the process alive. */
const counts = () => {
  const result = new Map();
  for (const kind of process.getActiveResourcesInfo()) {
    if (!PASSING.test(kind)) result.set(kind, (result.get(kind) ?? 0) + 1);
  }
  return result;
};

/** As Jest's reports write it. */
const nameOf = ({ name, parent }) => {
  const above = parent?.parent === undefined ? '' : nameOf(parent);
  return `${above} ${name}`.trim();
};

/**
 * Fails a file whose tests leave a server, a connection or a timer open: they would disturb the next file.
 *
 * It also lends them `requireOnce`, Node's own `require`. Jest loads every module anew for each file, which for
 * Strapi takes longer than most files of tests; and with it Strapi runs as it does for users, outside of Jest.
 */
module.exports = class LeftoversEnvironment extends TestEnvironment {
  failures = [];

  async setup() {
    await super.setup();
    this.global.requireOnce = (name) => require(name);
    this.before = counts();
  }

  /** What is thrown while the environment is taken down hides what went wrong before. */
  handleTestEvent({ name, error, test }) {
    if (name === 'hook_failure') this.failures.push(String(error?.stack ?? error));
    if (name !== 'test_done' || test.errors.length === 0) return;
    const [first] = test.errors.flat();
    this.failures.push(`FAILED ${nameOf(test)}\n${String(first?.stack ?? first)}`);
  }

  async teardown() {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const left = this.leftovers();
      if (left.length === 0) break;
      if (Date.now() > until) {
        await super.teardown();
        const what = `the tests of this file left open: ${left.join(', ')}`;
        throw new Error([what, ...this.failures].join('\n\n'));
      }
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
    await super.teardown();
  }

  leftovers() {
    return [...counts()]
      .filter(([kind, count]) => count > (this.before.get(kind) ?? 0))
      .map(([kind, count]) => `${count - (this.before.get(kind) ?? 0)} × ${kind}`);
  }
};
