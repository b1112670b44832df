import { setTimeout as sleep } from 'node:timers/promises';
import { withApps } from '../apps.mjs';
import { median, percentile } from '../statistics.mjs';
import {
  assertBad,
  BAD_KINDS,
  createBad,
  HEALTHY,
  trickle,
  withBadReceivers,
} from './beside-bad.mjs';
import { createOurs } from './drain.mjs';
import { atMost, rowOf } from './row.mjs';
import { shuffled } from './shuffled.mjs';

/**
 * A healthy receiver beside a bad one, with one kind after the other: how long its requests take from the commit, against
 * the same alone. One kind has too few requests in a round for a p99, so a round's is that of all kinds, and a
 * kind's that of all rounds.
 */
const NAME = 'each-bad-receiver';
const kind = 'sqlite';
const SETTLE_MS = 500;
/** Requests of a kind's turn, and of the one before it that the healthy one has to itself. */
const COUNTS = { alone: 80, beside: 160 };
const WARM_UP = { alone: 10, beside: 10 };
const SHARE = 0.99;
/** Shorter than a kind's turn, so that what has timed out is in it. Retries come after it, and are not. */
const TIMEOUT_MS = 1000;

const playRound = async (context, app, bad, counts) => {
  const alone = [];
  const beside = [];
  for (const { name, id } of bad) {
    alone.push(...(await trickle(context, app, counts.alone)));
    await app.ask('join', id);
    await sleep(SETTLE_MS);
    beside.push({ name, times: await trickle(context, app, counts.beside) });
    await app.ask('stepAside', id);
  }
  return { alone, beside };
};

const playRounds = (context) =>
  withBadReceivers((receivers) =>
    withApps([{ side: 'ours', kind }], async (app) => {
      await createOurs(context, app, { counter: HEALTHY });
      const ids = await createBad(receivers, app, BAD_KINDS, { timeoutMs: TIMEOUT_MS });
      const bad = BAD_KINDS.map((name, index) => ({ name, id: ids[index] }));
      await playRound(context, app, bad, WARM_UP);
      const rounds = [];
      for (let round = 0; round < context.rounds; round += 1) {
        context.progress(NAME, round);
        rounds.push(await playRound(context, app, shuffled(bad), COUNTS));
      }
      await assertBad(receivers, BAD_KINDS);
      return rounds;
    }),
  );

/** The p99 beside each kind against that alone, over all rounds. @returns the worst kind first */
const byKind = (rounds) => {
  const alone = percentile(
    rounds.flatMap((round) => round.alone),
    SHARE,
  );
  const ratioOf = (name) => {
    const times = rounds.flatMap(({ beside }) =>
      beside.filter((turn) => turn.name === name).flatMap((turn) => turn.times),
    );
    return { name, ratio: percentile(times, SHARE) / alone };
  };
  return BAD_KINDS.map(ratioOf).sort((a, b) => b.ratio - a.ratio);
};

export const eachBadReceiver = {
  name: NAME,
  database: kind,
  inQuick: false,
  run: async (context) => {
    const rounds = await playRounds(context);
    const sides = rounds.map(({ alone, beside }) => ({
      alone: percentile(alone, SHARE),
      beside: percentile(
        beside.flatMap(({ times }) => times),
        SHARE,
      ),
    }));
    return [
      rowOf({
        id: NAME,
        title: 'healthy receiver beside a bad one, each kind in turn, p99 against alone',
        unit: 'ms',
        ours: median(sides.map(({ beside }) => beside)),
        limit: median(sides.map(({ alone }) => alone)),
        ratios: sides.map(({ alone, beside }) => beside / alone),
        target: atMost(1.2),
        note: `by kind, the first of which owe much to chance: ${byKind(rounds)
          .map(({ name, ratio }) => `${name} ${ratio.toFixed(2)}`)
          .join(', ')}`,
      }),
    ];
  },
};
