'use strict';

/**
 * The receiver of every measure, in a process of its own. Its paths say how it answers, and their last part
 * which counter a request belongs to:
 *
 *   /instant/<counter>        at once
 *   /after/<ms>/<counter>     after so many milliseconds
 *   /<misbehaviour>/<counter> badly, as misbehaviours.cjs names it; /never/ is not at all
 */
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { createServer: createTlsServer } = require('node:https');
const { resolve } = require('node:path');
const { answer } = require('../answering.cjs');
const { BAD_CERTIFICATES, MISBEHAVIOURS } = require('./misbehaviours.cjs');
const { monotonicMs } = require('../monotonic-clock.cjs');

const TLS = resolve(__dirname, '..', '..', 'tests', 'fixtures', 'tls');

/** @type {Map<string, { times: number[], headers: Record<string, string>, waiters: { count: number, done: Function }[] }>} */
const counters = new Map();

const counterOf = (name) => {
  const known = counters.get(name);
  if (known !== undefined) return known;
  const counter = { times: [], headers: {}, waiters: [] };
  counters.set(name, counter);
  return counter;
};

const settle = (counter) => {
  if (counter.waiters.length === 0) return;
  counter.waiters = counter.waiters.filter(({ count, done }) => {
    if (counter.times.length < count) return true;
    done();
    return false;
  });
};

const handle = (request, response) => {
  const [, behaviour, ...rest] = request.url.split('/');
  const counter = counterOf(rest.at(-1));
  request.resume();
  request.once('end', () => {
    counter.times.push(monotonicMs());
    if (counter.times.length === 1) counter.headers = request.headers;
    settle(counter);
    if (behaviour === 'instant') response.end('ok');
    else if (behaviour === 'after') setTimeout(() => response.end('ok'), Number(rest[0]));
    else MISBEHAVIOURS[behaviour]?.(response);
  });
};

const listen = (server) =>
  new Promise((done) => {
    // A pause between two rounds must not close the connections of one side.
    server.keepAliveTimeout = 120_000;
    server.listen(0, '127.0.0.1', () => done(server.address().port));
  });

const tlsServer = (certificate) =>
  createTlsServer(
    {
      cert: readFileSync(resolve(TLS, `${certificate}.crt`)),
      key: readFileSync(resolve(TLS, 'localhost.key')),
    },
    handle,
  );

const actions = {
  /** Begins to count from nothing. */
  reset: (name) => void counters.delete(name),
  count: (name) => counterOf(name).times.length,
  headers: (name) => counterOf(name).headers,
  /** When the requests arrived, by the shared clock. */
  times: (name) => counterOf(name).times,
  /** Waits for so many requests. @returns when the last of them arrived; null when the time was up */
  reached: async ({ name, count, withinMs }) => {
    const counter = counterOf(name);
    if (counter.times.length < count) {
      let timer;
      const waiter = { count };
      await new Promise((done) => {
        waiter.done = done;
        counter.waiters.push(waiter);
        timer = setTimeout(done, withinMs);
      });
      clearTimeout(timer);
      counter.waiters = counter.waiters.filter((other) => other !== waiter);
    }
    return counter.times[count - 1] ?? null;
  },
};

const main = async () => {
  const http = await listen(createServer(handle));
  const https = await listen(tlsServer('localhost'));
  const badHttps = {};
  for (const name of BAD_CERTIFICATES) badHttps[name] = await listen(tlsServer(name));
  answer(actions, { http, https, badHttps });
};

void main();
