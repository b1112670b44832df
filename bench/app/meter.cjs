'use strict';

const { monitorEventLoopDelay } = require('node:perf_hooks');
const { createProfiler } = require('./profiler.cjs');

const LOOP_RESOLUTION_MS = 1;
const MEMORY_INTERVAL_MS = 200;
const MIB = 1024 * 1024;

/** What a stretch of work costs this process: processor time, the longest hold of the event loop, memory. */
const createMeter = () => {
  const profiler = createProfiler(process.env.BENCH_PROFILES);
  let meter = null;
  return {
    startMeter: async () => {
      await profiler.start();
      const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
      loop.enable();
      const memory = [];
      const note = () => {
        const { rss, heapUsed } = process.memoryUsage();
        memory.push({ rssMb: rss / MIB, heapMb: heapUsed / MIB });
      };
      note();
      meter = {
        loop,
        memory,
        timer: setInterval(note, MEMORY_INTERVAL_MS),
        cpu: process.cpuUsage(),
      };
    },
    stopMeter: async () => {
      const { loop, memory, timer, cpu } = meter;
      const { user, system } = process.cpuUsage(cpu);
      loop.disable();
      clearInterval(timer);
      meter = null;
      await profiler.stop();
      return { cpuUs: user + system, holdMs: loop.max / 1e6 - LOOP_RESOLUTION_MS, memory };
    },
  };
};

module.exports = { createMeter };
