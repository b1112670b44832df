import { withApps } from '../apps.mjs';
import { startAxiosLoop } from '../axios-loop/start-axios-loop.mjs';
import { DATABASE_TITLES } from '../databases.mjs';
import { median } from '../statistics.mjs';
import { metered } from './metered.mjs';
import { atLeast, rowOf } from './row.mjs';

/**
 * How fast a backlog is delivered: to one webhook, whose receiver answers at once, with the default settings.
 * Ours is a burst of events in one transaction, and the clock starts at its commit; every attempt must be on
 * record afterwards. Core's is the same burst on Strapi's hub. The limit is a loop of `axios.post` without Strapi,
 * with the same axios, agent, headers and number of requests at once.
 */
const BYTES = 1000;

const TARGETS = {
  sqlite: { core: atLeast(1.4), limit: atLeast(0.8) },
  'sqlite-wal': { core: atLeast(1.7), limit: atLeast(0.95) },
  postgres: { core: atLeast(1.5), limit: atLeast(0.95) },
  mysql: { core: null, limit: null },
};

/** Delivers a burst of ours. @returns deliveries per second, and what they cost this process */
export const drainOurs = async (context, app, { counter, count, bytes = BYTES, webhooks = 1 }) => {
  const { receiver } = context;
  const deliveries = count * webhooks;
  const before = await app.ask('onRecord');
  await receiver.reset(counter);
  const committedAtMs = await app.ask('burstOurs', { count, bytes });
  const meter = await metered(context, app, () => receiver.reached(counter, deliveries));
  await recorded(app, (before.succeeded ?? 0) + deliveries);
  return {
    perSecond: (deliveries / (meter.value - committedAtMs)) * 1000,
    cpuUs: meter.cpuUs / deliveries,
    memory: meter.memory,
  };
};

/** Every attempt is on record, or the measure means nothing. */
const recorded = async (app, succeeded) => {
  for (let tries = 0; tries < 100; tries += 1) {
    const now = await app.ask('onRecord');
    if (now.succeeded >= succeeded && now.attempts >= succeeded) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`not every attempt is on record: ${JSON.stringify(await app.ask('onRecord'))}`);
};

/** Delivers a burst of core's. */
export const drainCore = async ({ receiver }, app, { counter, count, bytes = BYTES }) => {
  await receiver.reset(counter);
  await app.ask('startMeter');
  const queuedAtMs = await app.ask('burstCore', { count, bytes });
  const endedAtMs = await receiver.reached(counter, count);
  const { cpuUs } = await app.ask('stopMeter');
  return { perSecond: (count / (endedAtMs - queuedAtMs)) * 1000, cpuUs: cpuUs / count };
};

/** A webhook of ours, once its ping arrived: from here on there is nothing to do. */
export const createOurs = async (
  { receiver },
  app,
  { counter, path = 'instant', url, pings = 1, ...input },
) => {
  const id = await app.ask('createOurs', {
    name: counter,
    topics: ['bench.burst'],
    deliveryUrl: url ?? receiver.url(`${path}/${counter}`),
    ...input,
  });
  await receiver.reached(counter, pings);
  await recorded(app, pings);
  return id;
};

const drain = (kind) => ({
  name: `drain-${kind}`,
  database: kind,
  inQuick: kind === 'sqlite',
  run: (context) =>
    withApps(
      [
        { side: 'core', kind },
        { side: 'ours', kind },
      ],
      async (core, ours) => {
        const { receiver } = context;
        const count = context.quick ? 4000 : 20_000;
        await createOurs(context, ours, { counter: 'ours' });
        await core.ask('createCore', {
          url: receiver.url('instant/core'),
          events: ['bench.burst'],
        });
        await drainOurs(context, ours, { counter: 'ours', count: 1000 });
        const headers = await receiver.headers('ours');
        const loop = await startAxiosLoop();
        const rounds = [];
        try {
          const post = {
            url: receiver.url('instant/limit'),
            headers,
            concurrency: 16,
            bytes: BYTES,
          };
          await drainCore(context, core, { counter: 'core', count: 1000 });
          await loop.run({ ...post, count: 1000 });
          for (let round = 0; round < context.rounds; round += 1) {
            context.progress(`drain-${kind}`, round);
            const results = {
              core: await drainCore(context, core, { counter: 'core', count }),
              ours: await drainOurs(context, ours, { counter: 'ours', count }),
              limit: await loop.run({ ...post, count }),
            };
            rounds.push(results);
          }
        } finally {
          await loop.stop();
        }
        context.durability(kind, await ours.ask('durability'));
        return rowsOf(kind, rounds);
      },
    ),
});

const rowsOf = (kind, rounds) => {
  const title = `backlog drain, ${DATABASE_TITLES[kind]}`;
  const middle = (side) => median(rounds.map((round) => round[side].perSecond));
  const cpu = (side) => Math.round(median(rounds.map((round) => round[side].cpuUs)));
  const values = { unit: '/s', ours: middle('ours'), core: middle('core'), limit: middle('limit') };
  const against = (side) => rounds.map((round) => round.ours.perSecond / round[side].perSecond);
  const note = `CPU per delivery: ours ${cpu('ours')} µs, core ${cpu('core')} µs, loop ${cpu('limit')} µs`;
  return [
    rowOf({
      id: `drain-${kind}`,
      title: `${title}, against core`,
      ...values,
      ratios: against('core'),
      target: TARGETS[kind].core,
      note,
    }),
    rowOf({
      id: `drain-${kind}-limit`,
      title: `${title}, against a loop of axios.post`,
      ...values,
      ratios: against('limit'),
      target: TARGETS[kind].limit,
    }),
  ];
};

export const drains = [drain('sqlite'), drain('sqlite-wal'), drain('postgres'), drain('mysql')];
