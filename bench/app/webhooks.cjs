'use strict';

const { BURST_TOPIC, UNUSED_TOPIC } = require('./topics.cjs');

const OURS = 'durable-webhooks';

/** Webhooks of both kinds, by the ways that each documents. */
const createWebhooks = (strapi) => {
  let coreId = 0;
  const ours = () => strapi.plugin(OURS).service('webhooks');
  return {
    createOurs: async (input) => (await ours().create(input)).webhook.id,
    setStatus: ({ id, status }) => ours().update(id, { status }),
    /** A webhook that stands aside: no event is for it. */
    createAside: async (input) => {
      const { webhook } = await ours().create({
        ...input,
        topics: [UNUSED_TOPIC],
        status: 'paused',
      });
      return webhook.id;
    },
    /** It takes part from now on, without what it would still have been tried for. */
    join: async (id) => {
      await ours().resume(id, 'discard');
      await ours().update(id, { topics: [BURST_TOPIC] });
    },
    stepAside: (id) => ours().update(id, { topics: [UNUSED_TOPIC], status: 'paused' }),
    createCore: async ({ url, events }) => {
      coreId += 1;
      const webhook = { id: coreId, name: 'bench', url, headers: {}, events, isEnabled: true };
      strapi.get('webhookRunner').add(webhook);
      return coreId;
    },
    /** The first page of the log, so many times. @returns how long each took, in milliseconds */
    listPages: async ({ filters, count }) => {
      const log = strapi.plugin(OURS).service('deliveries');
      const times = [];
      for (let read = 0; read < count; read += 1) {
        const beganAt = performance.now();
        await log.search({ filters });
        times.push(performance.now() - beganAt);
      }
      return times;
    },
    /** How many deliveries of ours are in each state, and how many attempts are on record. */
    onRecord: async () => {
      const knex = strapi.db.connection;
      const states = await knex('durable_webhooks_deliveries')
        .select('state')
        .count({ n: '*' })
        .groupBy('state');
      const [{ n: attempts }] = await knex('durable_webhooks_attempts').count({ n: '*' });
      return {
        attempts: Number(attempts),
        ...Object.fromEntries(states.map(({ state, n }) => [state, Number(n)])),
      };
    },
  };
};

module.exports = { createWebhooks };
