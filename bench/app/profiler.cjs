'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector/promises');
const { join } = require('node:path');

const IGNORED = { start: async () => {}, stop: async () => {} };

/**
 * Profiles stretches of work, one file for each, and nothing of what comes before and after them.
 *
 * @param {string | undefined} folder where the profiles go; without it nothing is profiled
 */
const createProfiler = (folder) => {
  if (!folder) return IGNORED;
  mkdirSync(folder, { recursive: true });
  const session = new Session();
  let stretches = 0;
  return {
    start: async () => {
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.start');
    },
    stop: async () => {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      stretches += 1;
      const name = `${process.pid}-${String(stretches).padStart(3, '0')}.cpuprofile`;
      writeFileSync(join(folder, name), JSON.stringify(profile));
    },
  };
};

module.exports = { createProfiler };
