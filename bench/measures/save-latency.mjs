import { setTimeout as sleep } from 'node:timers/promises';
import { withApps } from '../apps.mjs';
import { DATABASE_TITLES } from '../databases.mjs';
import { median, percentile } from '../statistics.mjs';
import { metered } from './metered.mjs';
import { atMost, rowOf } from './row.mjs';
import { shuffled } from './shuffled.mjs';

/**
 * What a webhook adds to a save: the time of `documents().create` and `.update` inside the app, at 20 saves a second,
 * interleaved save by save between four apps: without any webhook, with core's, with ours, and with our plugin but no
 * webhook that matches. The order within a turn is drawn anew each time.
 */
const GAP_MS = 50;
const SIDES = ['none', 'core', 'ours', 'idle'];
const ACTIONS = ['create', 'update'];

const TARGETS = {
  'flat-sqlite': 1.1,
  'rich-sqlite': 1.25,
  'flat-postgres': null,
  'rich-postgres': 1.45,
};
const NO_MATCH = 1.05;
/** What the slowest tenth may cost more than the middle. */
const P90_ALLOWANCE = 1.1;

const TITLES = { flat: 'a flat type', rich: 'the article' };

const noTimes = () => Object.fromEntries(SIDES.map((side) => [side, { create: [], update: [] }]));

/** Saves in turns, one every 50 ms in each app. */
const paced = async (apps, type, turns) => {
  const times = noTimes();
  const beganAt = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    const action = ACTIONS[turn % 2];
    for (const [place, side] of shuffled(SIDES).entries()) {
      const dueAt = beganAt + GAP_MS * (turn + place / SIDES.length);
      await sleep(Math.max(0, dueAt - performance.now()));
      times[side][action].push(await apps[side].ask('save', { type, action }));
    }
  }
  return times;
};

/** Saves as fast as they go, in blocks. */
const closed = async (apps, type, count) => {
  const times = noTimes();
  for (const action of ACTIONS) {
    for (const side of shuffled(SIDES)) {
      times[side][action] = await apps[side].ask('saveInARow', { type, action, count });
    }
  }
  return times;
};

/** A create and an update, each at this share of its own times. */
const pairAt = (times, share) =>
  (percentile(times.create, share) + percentile(times.update, share)) / 2;

const measure = (type, kind) => ({
  name: `save-${type}-${kind}`,
  database: kind,
  inQuick: type === 'rich' && kind === 'sqlite',
  run: (context) =>
    withApps(
      [
        { side: 'core', kind },
        { side: 'core', kind },
        { side: 'ours', kind },
        { side: 'ours', kind },
      ],
      async (none, core, ours, idle) => {
        const apps = { none, core, ours, idle };
        const { receiver } = context;
        await core.ask('createCore', {
          url: receiver.url('instant/core-saves'),
          events: ['entry.create', 'entry.update'],
        });
        await ours.ask('createOurs', {
          name: 'saves',
          topics: ['entry.create', 'entry.update'],
          deliveryUrl: receiver.url('instant/our-saves'),
        });
        await idle.ask('createOurs', {
          name: 'other',
          topics: ['entry.publish'],
          deliveryUrl: receiver.url('instant/no-saves'),
        });
        for (const app of Object.values(apps)) await app.ask('prepareSaves');
        const warmUp = context.quick ? 50 : 150;
        await closed(apps, type, warmUp);
        const turns = context.quick ? 100 : Math.ceil(2000 / context.rounds / 2) * 2;
        const rounds = [];
        for (let round = 0; round < context.rounds; round += 1) {
          context.progress(`save-${type}-${kind}`, round);
          const { value } = await metered(context, ours, () => paced(apps, type, turns));
          rounds.push({ paced: value, closed: await closed(apps, type, context.quick ? 20 : 60) });
        }
        context.durability(kind, await ours.ask('durability'));
        return rowsOf(type, kind, rounds);
      },
    ),
});

const rowsOf = (type, kind, rounds) => {
  const name = `save-${type}-${kind}`;
  const title = `save of ${TITLES[type]}, ${DATABASE_TITLES[kind]}`;
  const target = TARGETS[`${type}-${kind}`];
  const at = (way, share, side) => median(rounds.map((round) => pairAt(round[way][side], share)));
  const ratios = (way, share, side) =>
    rounds.map((round) => pairAt(round[way][side], share) / pairAt(round[way].none, share));
  const row = (id, text, way, share, side, limit) =>
    rowOf({
      id: `${name}${id}`,
      title: `${title}, ${text}`,
      unit: 'ms',
      ours: at(way, share, side),
      core: at(way, share, 'core'),
      limit: at(way, share, 'none'),
      ratios: ratios(way, share, side),
      target: limit === null ? null : atMost(limit),
    });
  return [
    row('', 'p50', 'paced', 0.5, 'ours', target),
    row('-p90', 'p90', 'paced', 0.9, 'ours', target === null ? null : target * P90_ALLOWANCE),
    row('-no-match', 'no webhook matches, p50', 'paced', 0.5, 'idle', NO_MATCH),
    row('-closed-loop', 'one right after another, p50', 'closed', 0.5, 'ours', null),
  ];
};

export const saveLatencies = [
  measure('flat', 'sqlite'),
  measure('rich', 'sqlite'),
  measure('flat', 'postgres'),
  measure('rich', 'postgres'),
];
