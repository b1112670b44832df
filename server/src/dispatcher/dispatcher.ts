import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { WebhookId } from '../domain/ids';
import { keepsOrder } from '../domain/ordering';
import { exchangeWork, type ExchangeResult } from '../pipeline/exchange-work';
import type { WebhookSnapshot } from '../pipeline/ports';
import { concurrencyOf } from '../pipeline/webhook-policy';
import { createAttempts } from './attempts';
import { createDatabaseClock } from './database-clock';
import type { Dispatcher, DispatcherDeps } from './dispatcher-contract';
import type { QueuedWork } from './lane';
import { createLanes } from './lanes';
import { isHeldBack, mayStart } from './may-start';
import { messageOf } from '../errors/message-of';
import {
  backoffMsAfter,
  canResultsWait,
  isExchangeDue,
  msUntilExchange,
  patienceMsAfter,
  RESULT_BATCH,
  wakeAtMsAfter,
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
  let nudged = true;
  let announced = false;
  let eventsWaitSinceMs: number | null = null;
  /** Events wait, and none of those fanned out last could be started here: get them all out of the way. */
  let isStalled = false;
  let wakeAtMs = 0;
  /** By the last look, nothing is due before `wakeAtMs` but what is in the backlog or unasked. */
  let dueIsKnown = false;
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

  const lookAtMs = (): number => Math.min(wakeAtMs, lanes.restEndsAtMs);

  const pace = (): Pace => ({
    nowMs: surroundings.monotonicNow(),
    wakeAtMs: lookAtMs(),
    asked: nudged || announced || releases.length > 0,
    resultCount: results.length,
    oldestResultAtMs: results[0]?.atMs ?? null,
    inFlight: lanes.inFlight,
    patienceMs,
    eventsWaitSinceMs,
    runningDry: lanes.runningDry,
    room: lanes.room,
    starving: lanes.isHungry(backlog),
    knownSinceMs: attempts.connecting === 0 ? null : (snapshot?.askedAtMs ?? null),
  });

  const exchange = async (claiming: boolean): Promise<void> => {
    const startedAtMs = surroundings.monotonicNow();
    const isLookDue = lanes.isHungry(backlog) || startedAtMs >= lookAtMs();
    // Not at the end: others may go on to announce, and results have to be on record before it is over.
    const newsFirst =
      claiming && announced && !nudged && releases.length === 0 && canResultsWait(pace());
    const recorded = newsFirst ? [] : results.slice(0, RESULT_BATCH);
    const isMoreLikely = !dueIsKnown || lanes.haveRoomFor(unasked) || lanes.haveRoomFor(backlog);
    const isResultWorthALook = recorded.some(({ leadsToMore }) => leadsToMore || isMoreLikely);
    const looksForDue =
      !newsFirst && (nudged || isLookDue || releases.length > 0 || isResultWorthALook);
    const looksForEvents = looksForDue || announced || eventsWaitSinceMs !== null;
    // Only here: a rest that ends later brings an exchange of its own.
    lanes.endRests(startedAtMs);
    // What else is due comes right after.
    nudged = newsFirst && isLookDue;
    announced = false;
    const released = releases.slice();
    const notesClock = looksForDue && clock.isNoteDue();
    const outcome = await exchangeWork(
      {
        results: recorded.map(({ result }) => result),
        releases: released,
        capacityOf: (webhook) => {
          const lane = lanes.of(webhook.id);
          lane.follow(concurrencyOf(settings, webhook), webhook.updatedAtMs);
          return claiming ? lane.capacity() : 0;
        },
        rests: (webhookId) => lanes.of(webhookId).restEndsAtMs !== null,
        // What lanes have room for starts at once; the rest is better left for the next exchange.
        eventLimit: isStalled ? 0 : lanes.room,
        looksForEvents,
        looksForDue,
        hasBacklog: (webhookId) => backlog.has(webhookId),
        manualFirst: (webhookId) => lanes.of(webhookId).manualFirst,
        keepsOrder: snapshot?.all.some(keepsOrder) ?? true,
        expectedNowMs: clock.expected,
        notesClock,
      },
      deps.exchange,
    );
    results.splice(0, recorded.length);
    releases.splice(0, released.length);
    patienceMs = patienceMsAfter(surroundings.monotonicNow() - startedAtMs);
    clock.adopt(outcome, startedAtMs, notesClock);
    adopt(outcome, startedAtMs, looksForDue);
    if (lanes.queued + attempts.connecting > 0 && !isFresh())
      snapshot = await askAgain(directory, surroundings);
  };

  const adopt = (outcome: ExchangeResult, startedAtMs: number, looked: boolean): void => {
    ({ snapshot } = outcome);
    backlog = looked ? outcome.backlog : new Set([...backlog, ...outcome.backlog]);
    const leaseEndsAtMs = startedAtMs + settings.lease.durationMs;
    for (const webhookId of outcome.stopped) releases.push(...lanes.of(webhookId).drain());
    for (const work of outcome.work) {
      lanes.of(work.delivery.webhookId).enqueue(work, leaseEndsAtMs);
    }
    isStalled = outcome.moreEvents && outcome.work.length === 0;
    // When those that it told to wait are due, it did not ask.
    if (isStalled || outcome.stopped.size > 0) nudged = true;
    eventsWaitSinceMs = outcome.moreEvents ? surroundings.monotonicNow() : null;
    const nowMs = surroundings.monotonicNow();
    const { pollIntervalMs } = settings;
    wakeAtMs = wakeAtMsAfter(outcome, { wakeAtMs, looked, startedAtMs, nowMs, pollIntervalMs });
    if (looked) ({ dueIsKnown, unasked } = outcome);
    lanes.adopt(outcome.snapshot);
    outcome.disabled.forEach(deps.onDisabled);
  };

  const nudge = (): void => {
    nudged = true;
    bell.ring();
  };

  const announce = (): void => {
    announced = true;
    bell.ring();
  };

  const isFresh = (): boolean =>
    snapshot !== null && isSnapshotFresh(snapshot, surroundings.monotonicNow());

  const startWork = (): void => {
    if (state !== 'running') return;
    releases.push(...lanes.drainResting());
    const isNews = isFresh();
    if (!isNews) nudge();
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
    nudge,
    announce,
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
