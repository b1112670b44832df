'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { monotonicMs } = require('../monotonic-clock.cjs');
const { BURST_TOPIC } = require('./topics.cjs');

const TEXT = 'The quick brown fox jumps over the lazy dog. ';

/** Something like an entry, in about so many bytes of JSON. */
const dataOf = (number, bytes) => ({
  id: number,
  documentId: `document${String(number).padStart(16, '0')}`,
  title: `Number ${number}`,
  publishedAt: '2026-01-01T00:00:00.000Z',
  body: TEXT.repeat(Math.ceil(bytes / TEXT.length)).slice(0, Math.max(0, bytes - 200)),
});

/** Makes work for webhooks without saving content. */
const createBursts = (strapi) => {
  const emitOurs = (number, bytes) =>
    strapi.plugin('durable-webhooks').service('events').emit(BURST_TOPIC, dataOf(number, bytes));
  const emitCore = (number, bytes) =>
    strapi.eventHub.emit(BURST_TOPIC, { data: dataOf(number, bytes) });

  return {
    /** So many events in one transaction. @returns the instant of its commit: from then on there is a backlog */
    burstOurs: async ({ count, bytes }) => {
      let committedAtMs = NaN;
      await strapi.db.transaction(async ({ onCommit }) => {
        onCommit(() => {
          committedAtMs = monotonicMs();
        });
        for (let number = 0; number < count; number += 1) await emitOurs(number, bytes);
      });
      return committedAtMs;
    },
    /** The same on the hub. @returns the instant at which all of them are in core's queue */
    burstCore: async ({ count, bytes }) => {
      await Promise.all(Array.from({ length: count }, (_, number) => emitCore(number, bytes)));
      return monotonicMs();
    },
    /** One event after another, each in its own transaction. @returns the instants of the commits */
    trickle: async ({ count, gapMs, bytes, side }) => {
      const committedAtMs = [];
      for (let number = 0; number < count; number += 1) {
        if (side === 'core') {
          committedAtMs.push(monotonicMs());
          await emitCore(number, bytes);
        } else {
          await strapi.db.transaction(async ({ onCommit }) => {
            onCommit(() => committedAtMs.push(monotonicMs()));
            await emitOurs(number, bytes);
          });
        }
        await sleep(gapMs);
      }
      return committedAtMs;
    },
  };
};

module.exports = { createBursts, dataOf };
