import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { WebhookId } from '../domain/ids';
import { keepsOrder } from '../domain/ordering';
import { exchangeWork, type ExchangeResult } from '../pipeline/exchange-work';
import type { WebhookSnapshot } from '../pipeline/ports';
import { concurrencyOf } from '../pipeline/webhook-policy';
import { createAttempts } from './attempts';
import { createCalls } from './calls';
import { createDatabaseClock } from './database-clock';
import type { Dispatcher, DispatcherDeps } from './dispatcher-contract';
import { planExchange, type ExchangePlan } from './exchange-plan';
import type { QueuedWork } from './lane';
import { createLanes } from './lanes';
import { isHeldBack, mayStart } from './may-start';
import { messageOf } from '../errors/message-of';
import {
  backoffMsAfter,
  isExchangeDue,
  msUntilDue,
  msUntilExchange,
  patienceMsAfter,
  type Pace,
} from './pacing';
import { askAgain, isSnapshotFresh } from '../pipeline/pause';
import { createWakeSignal } from './wake-signal';

/**
 * Makes a dispatcher; nothing happens before `start`.
 *
 * @param deps - the exchange with the database, the sender, the settings
 */
export const createDispatcher = (deps: DispatcherDeps): Dispatcher => {
  const { settings, log } = deps;
  const { surroundings, directory } = deps.exchange;
  const lanes = createLanes(settings.concurrency.total, settings.concurrency.perWebhook);
  const bell = createWakeSignal();
  let state: 'idle' | 'running' | 'stopping' | 'stopped' = 'idle';
  let loop: Promise<void> = Promise.resolve();
  let backlog: ReadonlySet<WebhookId> = new Set();
  let snapshot: WebhookSnapshot | null = null;
  const clock = createDatabaseClock(surroundings, log);
  const nudges = createCalls(bell.ring);
  const announcements = createCalls(bell.ring);
  nudges.call();
  let eventsWaitSinceMs: number | null = null;
  /** Events wait, and none of those fanned out last could be started here: get them all out of the way. */
  let isStalled = false;
  /** Nothing is due before this, except what is in the backlog or was not asked about. */
  let wakeAtMs = 0;
  /** Webhooks that the last look did not ask about, for want of room. */
  let unasked: ReadonlySet<WebhookId> = new Set();
  let patienceMs = patienceMsAfter(0);
  let failures = 0;

  const attempts = createAttempts({
    deliver: { ...deps.deliver, databaseNow: clock.now },
    log,
    onEnded: () => {
      startWork();
      bell.ring();
    },
  });
  const { results, releases } = attempts;

  const pace = (): Pace => ({
    nowMs: surroundings.monotonicNow(),
    wakeAtMs: Math.min(wakeAtMs, lanes.restEndsAtMs),
    asked: nudges.waiting || announcements.waiting || releases.length > 0,
    resultCount: results.length,
    oldestResultAtMs: results[0]?.atMs ?? null,
    expectedResults: lanes.expectedEnds(patienceMs),
    patienceMs,
    eventsWaitSinceMs,
    runningDry: lanes.runningDry,
    room: lanes.room,
    starving: lanes.isHungry(backlog),
    knownSinceMs: attempts.connecting === 0 ? null : (snapshot?.askedAtMs ?? null),
  });

  /** Hears the calls that it answers, and ends the rests that are over: after that nobody can tell that they made a look due. */
  const beginExchange = (claiming: boolean, wasLookDue: boolean): ExchangePlan => {
    const plan = planExchange({
      pace: pace(),
      claiming,
      announced: announcements.waiting,
      nudged: nudges.waiting,
      wasLookDue,
      isMoreLikely: lanes.haveRoomFor(unasked) || lanes.haveRoomFor(backlog),
      results,
      releases,
    });
    // Only here: a rest that ends later brings an exchange of its own.
    lanes.endRests(plan.madeAtMs);
    announcements.hear();
    nudges.hear();
    return plan;
  };

  const exchange = async (claiming: boolean): Promise<void> => {
    let plan = beginExchange(claiming, false);
    let notesClock = false;
    const outcome = await exchangeWork(() => {
      // It may have waited for a connection, and in SQLite for a save: what was announced meanwhile goes out now.
      plan = beginExchange(claiming, plan.isLookDue);
      notesClock = plan.looksForDue && clock.isNoteDue();
      return {
        results: plan.recorded.map(({ result }) => result),
        releases: plan.released,
        capacityOf: (webhook) => {
          const lane = lanes.of(webhook.id);
          lane.follow(concurrencyOf(settings, webhook), webhook.updatedAtMs);
          return claiming ? lane.capacity() : 0;
        },
        rests: (webhookId) => lanes.of(webhookId).restEndsAtMs !== null,
        // What lanes have room for starts at once; the rest is better left for the next exchange.
        eventLimit: isStalled ? 0 : lanes.room,
        looksForEvents: plan.looksForEvents,
        looksForDue: plan.looksForDue,
        hasBacklog: (webhookId) => backlog.has(webhookId),
        manualFirst: (webhookId) => lanes.of(webhookId).manualFirst,
        keepsOrder: snapshot?.all.some(keepsOrder) ?? true,
        expectedNowMs: clock.expected,
        notesClock,
      };
    }, deps.exchange);
    results.splice(0, plan.recorded.length);
    releases.splice(0, plan.released.length);
    announcements.answer();
    if (!plan.newsFirst) nudges.answer();
    else if (plan.isLookDue) nudges.call();
    patienceMs = patienceMsAfter(surroundings.monotonicNow() - plan.madeAtMs);
    clock.adopt(outcome, plan.madeAtMs, notesClock);
    adopt(outcome, plan);
    if (lanes.queued + attempts.connecting > 0 && !isFresh())
      snapshot = await askAgain(directory, surroundings);
  };

  const adopt = (outcome: ExchangeResult, { looksForDue, madeAtMs }: ExchangePlan): void => {
    ({ snapshot } = outcome);
    // What had no room was not asked about: what is new must not overtake what may wait there.
    const stays = looksForDue ? [...backlog].filter((id) => outcome.unasked.has(id)) : backlog;
    backlog = new Set([...stays, ...outcome.backlog]);
    const leaseEndsAtMs = madeAtMs + settings.lease.durationMs;
    for (const webhookId of outcome.stopped) releases.push(...lanes.of(webhookId).drain());
    for (const work of outcome.work) {
      lanes.of(work.delivery.webhookId).enqueue(work, leaseEndsAtMs);
    }
    isStalled = outcome.moreEvents && outcome.work.length === 0;
    if (isStalled) nudges.call();
    const nowMs = surroundings.monotonicNow();
    eventsWaitSinceMs = outcome.moreEvents ? nowMs : null;
    const nextAtMs = nowMs + msUntilDue(outcome, settings.pollIntervalMs);
    // What a look knew before still holds after an exchange that was none.
    wakeAtMs = looksForDue ? nextAtMs : Math.min(wakeAtMs, nextAtMs);
    if (looksForDue) ({ unasked } = outcome);
    lanes.adopt(outcome.snapshot);
    outcome.disabled.forEach(deps.onDisabled);
  };

  const isFresh = (): boolean =>
    snapshot !== null && isSnapshotFresh(snapshot, surroundings.monotonicNow());

  const startWork = (): void => {
    if (state !== 'running') return;
    releases.push(...lanes.drainResting());
    const isNews = isFresh();
    if (!isNews) nudges.call();
    let isRefused = isNews;
    // What is not started after all leaves its place to the next.
    while (isRefused) isRefused = lanes.takeStartable().map(start).includes(false);
  };

  const start = ({ work, leaseEndsAtMs }: QueuedWork): boolean => {
    const { delivery } = work;
    const lane = lanes.of(delivery.webhookId);
    const webhook = snapshot?.byId.get(delivery.webhookId);
    const leaseLeftMs = leaseEndsAtMs - surroundings.monotonicNow();
    const at = { nowMs: clock.now(), leaseLeftMs };
    if (webhook === undefined || !mayStart(work, webhook, at, settings)) {
      lane.finish('interrupted', 0, surroundings.monotonicNow());
      releases.push(delivery.id);
      return false;
    }
    // A connection may take seconds to come: a pause must hold for what waits for one, too.
    attempts.start(work, webhook, lane, () => {
      const known = isFresh() ? snapshot?.byId.get(delivery.webhookId) : undefined;
      return known !== undefined && !isHeldBack(work, known, clock.now());
    });
    return true;
  };

  const tryExchange = async (claiming: boolean): Promise<boolean> => {
    try {
      await exchange(claiming);
      failures = 0;
      return true;
    } catch (error) {
      failures += 1;
      const backoffMs = backoffMsAfter(failures);
      log.error(`the database exchange failed (try ${failures}): ${messageOf(error)}`);
      wakeAtMs = surroundings.monotonicNow() + backoffMs;
      await sleep(backoffMs, undefined, { ref: false });
      return false;
    }
  };

  const run = async (): Promise<void> => {
    while (state === 'running') {
      if (isExchangeDue(pace())) {
        await tryExchange(true);
        startWork();
        // better-sqlite3 never yields by itself: let sockets and timers have their turn.
        await nextTurn();
      } else {
        await bell.wait(msUntilExchange(pace()));
      }
    }
  };

  const finishUp = async (withinMs: number): Promise<void> => {
    releases.push(...lanes.drain());
    await attempts.end(withinMs);
    for (let tries = 0; (results.length > 0 || releases.length > 0) && tries < 5;) {
      if (!(await tryExchange(false))) tries += 1;
    }
  };

  return {
    start: () => {
      if (state !== 'idle') return;
      state = 'running';
      loop = run();
    },
    nudge: nudges.call,
    announce: announcements.call,
    stop: async (withinMs) => {
      if (state === 'idle' || state === 'stopped') {
        state = 'stopped';
        return;
      }
      state = 'stopping';
      bell.ring();
      await loop;
      await finishUp(withinMs);
      state = 'stopped';
    },
  };
};
