'use strict';

const { TestEnvironment } = require('jest-environment-jsdom');

const FROM_NODE = [
  'Headers',
  'Request',
  'Response',
  'structuredClone',
  'TextEncoder',
  'TextDecoder',
];

/** The jsdom of the suite with what every browser has and jsdom lacks. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of FROM_NODE) this.global[name] = globalThis[name];
  }
};
