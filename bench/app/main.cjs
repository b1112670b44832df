'use strict';

/** The playground as a process of its own that does what a measure asks for. */
const { createStrapi } = require('@strapi/strapi');
const { answer } = require('../answering.cjs');
const { createBacklog } = require('./backlog.cjs');
const { createBursts } = require('./bursts.cjs');
const { addFlatType } = require('./flat-type.cjs');
const { createMeter } = require('./meter.cjs');
const { createStretchWatch } = require('./own-stretches.cjs');
const { createSaves } = require('./saves.cjs');
const { createStatementWatch } = require('./statement-watch.cjs');
const { createWebhooks } = require('./webhooks.cjs');
const { BURST_TOPIC } = require('./topics.cjs');
const { describeDurability, setJournal } = require('./durability.cjs');

const main = async () => {
  const folder = process.cwd();
  const strapi = createStrapi({ appDir: folder, distDir: folder, serveAdminPanel: false });
  await strapi.register();
  addFlatType(strapi);
  strapi.plugin('durable-webhooks')?.service('events').registerTopic(BURST_TOPIC);
  await strapi.bootstrap();
  strapi.isLoaded = true;
  await setJournal(strapi);
  await strapi.listen();
  answer(
    {
      ...createBacklog(strapi),
      ...createBursts(strapi),
      ...createMeter(),
      ...createSaves(strapi),
      ...createStretchWatch(),
      ...createWebhooks(strapi),
      // Listening to every statement costs: only measures that ask for it pay.
      ...(process.env.BENCH_WATCH === 'true' && createStatementWatch(strapi)),
      durability: () => describeDurability(strapi),
    },
    { port: strapi.server.httpServer.address().port },
  );
};

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
