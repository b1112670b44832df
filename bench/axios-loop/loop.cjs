'use strict';

/** What somebody would write who only wants to send: a loop of `axios.post`, nothing signed, nothing recorded. */
const { Agent } = require('node:http');
const axios = require('axios');
const { answer } = require('../answering.cjs');
const { monotonicMs } = require('../monotonic-clock.cjs');

const KEEP_ALIVE_MS = 4000;
const agent = new Agent({
  keepAlive: true,
  keepAliveMsecs: 60_000,
  maxSockets: 1024,
  timeout: KEEP_ALIVE_MS,
});

const run = async ({ url, headers, count, bytes, concurrency }) => {
  const body = Buffer.from(JSON.stringify({ data: 'x'.repeat(bytes - 11) }));
  const cpu = process.cpuUsage();
  const beganAtMs = monotonicMs();
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await axios.post(url, body, { headers, httpAgent: agent });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const { user, system } = process.cpuUsage(cpu);
  const tookMs = monotonicMs() - beganAtMs;
  return { perSecond: (count / tookMs) * 1000, cpuUs: (user + system) / count };
};

answer({ run }, {});
process.on('SIGTERM', () => process.exit(0));
