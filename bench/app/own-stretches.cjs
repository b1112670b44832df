'use strict';

const knex = require('knex');

const OURS = /durable_webhooks_/;
const BEGIN = /^begin/i;
const COMMIT = /^commit/i;

/**
 * For how long the plugin's statements hold the event loop at a time. Between two turns of the loop all of them count
 * together, with the commits of transactions in which nobody but the plugin had a part. On SQLite a statement runs in
 * our thread, so this is nearly all that the plugin does there; on a server it is the writing of the request.
 *
 * @param {() => number} clockMs what the time is read from
 */
const createStretchWatch = (clockMs = () => performance.now()) => {
  const { query } = knex.Client.prototype;
  /** Transactions that somebody else had a part in. */
  const shared = new Set();
  let stretchMs = 0;
  let longestMs = 0;
  let totalMs = 0;
  let isOver = true;

  const isOurs = (sql, transaction) => {
    if (OURS.test(sql)) return true;
    if (COMMIT.test(sql)) return transaction !== undefined && !shared.delete(transaction);
    if (transaction !== undefined && !BEGIN.test(sql)) shared.add(transaction);
    return false;
  };

  const watched = function watched(connection, asked) {
    const sql = typeof asked === 'string' ? asked : asked.sql;
    const beganAtMs = clockMs();
    const answer = query.call(this, connection, asked);
    const tookMs = clockMs() - beganAtMs;
    if (isOurs(sql, connection.__knexTxId)) {
      stretchMs += tookMs;
      totalMs += tookMs;
    }
    return answer;
  };

  const turn = () => {
    longestMs = Math.max(longestMs, stretchMs);
    stretchMs = 0;
    if (!isOver) setImmediate(turn);
  };

  return {
    startStretches: () => {
      isOver = false;
      stretchMs = 0;
      longestMs = 0;
      totalMs = 0;
      knex.Client.prototype.query = watched;
      turn();
    },
    stopStretches: () => {
      isOver = true;
      turn();
      knex.Client.prototype.query = query;
      return { longestMs, totalMs };
    },
  };
};

module.exports = { createStretchWatch };
