'use strict';

/** What the statements of one transaction are for. */
const KINDS = [
  ['due', /^select .*due_at <= (\?|\$\d+)/s],
  ['lease', /^update .*lease_owner.*attempt_count \+ 1/s],
  ['pending', /^select .*fanned_out = 0/s],
  ['fanOut', /^insert into .*durable_webhooks_deliveries/s],
  ['fanOut', /^update .*durable_webhooks_events.* set .*fanned_out/s],
  ['prune', /^select .*finished_at. < /s],
  ['delete', /^delete from .*durable_webhooks_(attempts|deliveries)/s],
  ['commit', /^commit/i],
];

/** The same of statements outside of any transaction. Connections keep the number of their last one. */
const KINDS_ALONE = [
  ['orphans', /^select .*durable_webhooks_events.*recorded_at. < /s],
  ['orphans', /^select distinct .*event_id/s],
  ['held', /^select .*due_at. is not null order by .* offset /s],
];

const kindOf = (kinds, sql) => kinds.find(([, pattern]) => pattern.test(sql))?.[0];

/** Times the plugin's statements from outside of it: knex says when each begins and ends. */
const createStatementWatch = (strapi) => {
  const knex = strapi.db.connection;
  const open = new Map();
  let transactions = new Map();

  knex.on('query', ({ __knexQueryUid: uid }) => open.set(uid, performance.now()));
  knex.on('query-response', (_response, { __knexQueryUid: uid, __knexTxId: trx, sql }) => {
    const tookMs = performance.now() - open.get(uid);
    open.delete(uid);
    const alone = kindOf(KINDS_ALONE, sql);
    const kind = alone ?? kindOf(KINDS, sql);
    const key = alone === undefined ? trx : uid;
    if (kind === undefined || key === undefined) return;
    const sums = transactions.get(key) ?? {};
    sums[kind] = (sums[kind] ?? 0) + tookMs;
    transactions.set(key, sums);
  });
  knex.on('query-error', (_error, { __knexQueryUid: uid }) => open.delete(uid));

  return {
    startWatch: () => {
      transactions = new Map();
    },
    /** For each transaction and each statement outside of one, the milliseconds of each kind of statement. */
    stopWatch: () => [...transactions.values()],
  };
};

module.exports = { createStatementWatch };
